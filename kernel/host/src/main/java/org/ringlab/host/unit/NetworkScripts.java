package org.ringlab.host.unit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.command.Commands;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.NetworkFiles;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.stack.NetInterface;

/**
 * The network scripts of RHEL 7 (initscripts 9.49): {@code ifup}, {@code ifdown} and {@code /etc/init.d/network}, for
 * Ethernet cards with addresses in their files. They do their work by {@code ip}, so mistakes print what {@code ip} prints.
 */
public final class NetworkScripts {
    private static final String IFUP_ETH = "[/etc/sysconfig/network-scripts/ifup-eth] ";
    private static final String RESOLVER = "/etc/resolv.conf";
    private static final int MAX_ADDRESSES = 256;

    private final Session session;

    /** On a host. */
    public NetworkScripts(Session session) {
        this.session = session;
    }

    /** {@code /etc/init.d/network start}; 1 where an interface didn't come up. */
    public int start(Streams io) {
        int failed = action("Bringing up loopback interface:", ifup("lo", io), io);
        for (Ifcfg file : interfaces()) {
            if (!file.is("ONBOOT", "no")) {
                io.out().print("Bringing up interface " + file.name() + ":  ");
                failed |= result(ifup(file.name(), io), io);
            }
        }
        return failed;
    }

    /** {@code /etc/init.d/network stop}: interfaces that are up go down. */
    public int stop(Streams io) {
        int failed = 0;
        for (Ifcfg file : interfaces()) {
            if (card(file.device()).filter(NetInterface::isUp).isPresent()) {
                failed |= action("Shutting down interface " + file.name() + ":", ifdown(file.name(), io), io);
            }
        }
        return failed | action("Shutting down loopback interface:", ifdown("lo", io), io);
    }

    private static int action(String what, int status, Streams io) {
        io.out().print(what + "  ");
        return result(status, io);
    }

    private static int result(int status, Streams io) {
        io.out().line(status == 0 ? "[  OK  ]" : "[FAILED]");
        return status == 0 ? 0 : 1;
    }

    /** The interfaces that have files, as the script sorts them: by name, numbers by value. */
    private List<Ifcfg> interfaces() {
        List<String> names = new ArrayList<>();
        try {
            for (String file :
                    session.files().list(NetworkFiles.SCRIPTS.substring(0, NetworkFiles.SCRIPTS.length() - 1))) {
                boolean ignored = file.matches(".*(~|\\.bak|\\.old|\\.orig|\\.rpmnew|\\.rpmorig|\\.rpmsave)");
                if (file.startsWith("ifcfg-") && !file.equals("ifcfg-lo") && !file.contains(":") && !ignored) {
                    names.add(file.substring("ifcfg-".length()));
                }
            }
        } catch (FileException none) {
            return List.of();
        }
        names.sort(Comparator.comparing((String n) -> n.replaceAll("[0-9].*", ""))
                .thenComparingInt(n -> number(n.replaceAll("^[^0-9]*", "").replaceAll("[^0-9].*", ""))));
        return names.stream()
                .flatMap(name -> Ifcfg.read(session.files(), name).stream())
                .toList();
    }

    private static int number(String digits) {
        return digits.isEmpty() || digits.length() > 9 ? 0 : Integer.parseInt(digits);
    }

    /** {@code ifup NAME}: its exit status. */
    public int ifup(String name, Streams io) {
        Optional<Ifcfg> found = Ifcfg.read(session.files(), name);
        if (found.isEmpty()) {
            io.err().line("/usr/sbin/ifup: configuration for " + name + " not found.");
            io.err().line("Usage: ifup <configuration>");
            return 1;
        }
        Ifcfg file = found.get();
        String device = file.device();
        for (String key : List.of("BRIDGE", "MASTER", "VLAN", "OVS_BRIDGE")) {
            if (!file.get(key).isEmpty() && !file.is(key, "no")) {
                return notSimulated(io, "ifup", key + "= in ifcfg-" + name);
            }
        }
        if (file.is("BOOTPROTO", "dhcp") || file.is("BOOTPROTO", "bootp")) {
            return notSimulated(io, "ifup", "BOOTPROTO=" + file.get("BOOTPROTO") + " in ifcfg-" + name);
        }
        int colon = device.indexOf(':');
        if (colon > 0) {
            addAddress(file, device.substring(0, colon), device, "", io);
            return 0;
        }
        if (card(device).isEmpty()) {
            io.out()
                    .line("ERROR     : " + IFUP_ETH + "Device " + device
                            + " does not seem to be present, delaying initialization.");
            return 1;
        }
        if (!file.get("MTU").isEmpty()) {
            ip(io, "link", "set", "dev", device, "mtu", file.get("MTU"));
        }
        ip(io, "link", "set", "dev", device, "up");
        if (device.equals("lo")) {
            return 0;
        }
        for (int i = -1; i < MAX_ADDRESSES; i++) {
            addAddress(file, device, device, i < 0 ? "" : String.valueOf(i), io);
        }
        defaultRoute(file, device, io);
        if (file.get("NOZEROCONF").isEmpty()) {
            String metric =
                    String.valueOf(1000 + card(device).map(NetInterface::index).orElse(0));
            ip(io, "route", "add", "169.254.0.0/16", "dev", device, "metric", metric, "scope", "link");
        }
        lines("route-" + name, device, io);
        lines("rule-" + name, device, io);
        nameServers(file);
        aliases(name, io);
        return 0;
    }

    /** {@code ifdown NAME}: its exit status. */
    public int ifdown(String name, Streams io) {
        Optional<Ifcfg> file = Ifcfg.read(session.files(), name);
        if (file.isEmpty()) {
            io.err().line("usage: ifdown <configuration>");
            return 1;
        }
        String device = file.get().device();
        if (card(device).isEmpty()) {
            return 0;
        }
        if (!device.equals("lo")) {
            ip(io, "address", "flush", "dev", device);
        }
        ip(io, "link", "set", "dev", device, "down");
        return 0;
    }

    private void addAddress(Ifcfg file, String device, String label, String number, Streams io) {
        String address = file.get("IPADDR" + number);
        if (address.isEmpty()) {
            return;
        }
        Optional<Integer> length = prefixLength(file, address, number);
        String prefix = address + "/" + length.map(String::valueOf).orElse(file.get("NETMASK" + number));
        boolean there = card(device).stream()
                .flatMap(card -> card.addresses().stream())
                .anyMatch(a -> a.prefix().toString().equals(prefix));
        if (!there && ip(io, "address", "add", prefix, "broadcast", "+", "dev", device, "label", label) != 0) {
            io.out().line("ERROR     : " + IFUP_ETH + "Error adding address " + address + " for " + device + ".");
        }
    }

    /** PREFIX, else NETMASK, else what the address's class says (ipcalc). */
    private static Optional<Integer> prefixLength(Ifcfg file, String address, String number) {
        String prefix = file.get("PREFIX" + number);
        if (!prefix.isEmpty()) {
            return prefix.matches("[0-9]{1,2}") ? Optional.of(Integer.parseInt(prefix)) : Optional.empty();
        }
        Optional<Ipv4Address> mask = Ipv4Address.parse(file.get("NETMASK" + number));
        if (mask.isPresent()) {
            int ones = Integer.bitCount(mask.get().bits());
            return ones == Integer.numberOfLeadingZeros(~mask.get().bits()) ? Optional.of(ones) : Optional.empty();
        }
        return Ipv4Address.parse(address).map(a -> {
            int first = a.bits() >>> 24;
            return first < 128 ? 8 : first < 192 ? 16 : 24;
        });
    }

    /** A gateway that isn't in the network of the first address is left out without a word. */
    private void defaultRoute(Ifcfg file, String device, Streams io) {
        Optional<Ipv4Address> gateway = Ipv4Address.parse(file.get("GATEWAY"));
        boolean elsewhere =
                !file.get("GATEWAYDEV").isEmpty() && !file.get("GATEWAYDEV").equals(device);
        String number = file.get("IPADDR").isEmpty() ? "0" : "";
        Optional<Ipv4Prefix> own = prefixLength(file, file.get("IPADDR" + number), number)
                .flatMap(length -> Ipv4Prefix.parse(file.get("IPADDR" + number) + "/" + length));
        boolean near = own.isPresent() && gateway.isPresent() && own.get().contains(gateway.get());
        if (near && !elsewhere && !file.is("DEFROUTE", "no")) {
            List<String> words = new ArrayList<>(List.of("route", "replace", "default"));
            if (!file.get("METRIC").isEmpty()) {
                words.addAll(List.of("metric", file.get("METRIC")));
            }
            words.addAll(List.of("via", gateway.get().toString(), "dev", device));
            ip(io, words.toArray(String[]::new));
        }
    }

    /** {@code route-NAME}: lines for {@code ip route add}, or {@code ADDRESS0=}, {@code NETMASK0=}, {@code GATEWAY0=}. */
    private void lines(String name, String device, Streams io) {
        String text;
        try {
            text = session.files().read(NetworkFiles.SCRIPTS + name);
        } catch (FileException none) {
            return;
        }
        if (text.matches("(?s).*(^|\n)[ \t]*ADDRESS[0-9]+=.*")) {
            numbered(text, device, io);
            return;
        }
        for (String line : text.split("\n")) {
            String words = line.replaceFirst("#.*", "").strip();
            if (!words.isEmpty()) {
                List<String> all = new ArrayList<>(List.of(name.substring(0, name.indexOf('-')), "add"));
                all.addAll(List.of(words.split("[ \t]+")));
                ip(io, all.toArray(String[]::new));
            }
        }
    }

    private void numbered(String text, String device, Streams io) {
        for (int i = 0; i < MAX_ADDRESSES; i++) {
            Optional<String> address = value(text, "ADDRESS" + i);
            if (address.isEmpty()) {
                continue;
            }
            int ones = value(text, "NETMASK" + i)
                    .flatMap(Ipv4Address::parse)
                    .map(mask -> Integer.bitCount(mask.bits()))
                    .orElse(32);
            List<String> words = new ArrayList<>(List.of("route", "add", address.get() + "/" + ones));
            value(text, "GATEWAY" + i).ifPresent(gateway -> words.addAll(List.of("via", gateway)));
            words.addAll(List.of("dev", device));
            ip(io, words.toArray(String[]::new));
        }
    }

    private static Optional<String> value(String text, String key) {
        return text.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1).replaceAll("[\"']", ""))
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    /** {@code DNS1} and {@code DNS2} come first in the resolver's file; what else it holds stays. */
    private void nameServers(Ifcfg file) {
        List<String> servers = List.of(file.get("DNS1"), file.get("DNS2")).stream()
                .filter(server -> !server.isEmpty())
                .map(server -> "nameserver " + server)
                .toList();
        if (servers.isEmpty() || file.is("PEERDNS", "no")) {
            return;
        }
        try {
            List<String> lines = new ArrayList<>(servers);
            session.files()
                    .read(RESOLVER)
                    .lines()
                    .filter(line -> !servers.contains(line))
                    .forEach(lines::add);
            session.files().write(RESOLVER, String.join("\n", lines) + "\n");
        } catch (FileException unwritable) {
            return;
        }
    }

    /** {@code ifcfg-NAME:1} and the like follow their interface. */
    private void aliases(String name, Streams io) {
        try {
            for (String file :
                    session.files().list(NetworkFiles.SCRIPTS.substring(0, NetworkFiles.SCRIPTS.length() - 1))) {
                if (file.startsWith("ifcfg-" + name + ":")) {
                    ifup(file.substring("ifcfg-".length()), io);
                }
            }
        } catch (FileException none) {
            return;
        }
    }

    private static int notSimulated(Streams io, String program, String what) {
        io.err().line(program + ": not simulated: " + what);
        return 1;
    }

    private Optional<NetInterface> card(String device) {
        return session.machine().stack().findInterface(device);
    }

    private int ip(Streams io, String... words) {
        return Commands.run(session, "ip", List.of(words), io);
    }
}
