package org.ringlab.host.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.common.SimClock;
import org.ringlab.host.command.Commands;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.NetworkFiles;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.stack.Bridge;
import org.ringlab.netfilter.stack.NetInterface;

/** {@code ifup}, {@code ifup-eth} and {@code ifup-post} of initscripts 9.49, for cards and bridges. */
final class IfupScript {
    private static final String IFUP_ETH = "[/etc/sysconfig/network-scripts/ifup-eth] ";
    private static final String RESOLVER = "/etc/resolv.conf";
    private static final int MAX_ADDRESSES = 256;
    private static final long ARPING_WAIT = 3 * SimClock.SECOND;
    /** How often the script and those it calls read the file again. */
    private static final int TIMES_READ = 4;

    private final Session session;
    private final Streams io;

    IfupScript(Session session, Streams io) {
        this.session = session;
        this.io = io;
    }

    /** {@code ifup NAME}; its exit status. */
    int run(String name, boolean boot) {
        Optional<Ifcfg> found = Ifcfg.read(session.files(), name);
        if (found.isEmpty()) {
            io.err().line("/usr/sbin/ifup: configuration for " + name + " not found.");
            io.err().line("Usage: ifup <configuration>");
            return 1;
        }
        Ifcfg file = found.get();
        for (int i = 0; i < TIMES_READ; i++) {
            file.complaints().forEach(c -> io.err().line(NetworkFiles.SCRIPTS + "ifcfg-" + name + ": " + c));
        }
        if (boot && file.is("ONBOOT", "no")) {
            return 0;
        }
        for (String key : List.of("MASTER", "VLAN", "OVS_BRIDGE")) {
            if (!file.get(key).isEmpty() && !file.is(key, "no")) {
                io.err().line("ifup: not simulated: " + key + "= in ifcfg-" + name);
                return 1;
            }
        }
        int status = ethernet(file);
        if (status == 0 && boot) {
            file.complaints().forEach(c -> io.err().line("./ifcfg-" + name + ": " + c));
        }
        return status;
    }

    private int ethernet(Ifcfg file) {
        String device = file.device();
        int colon = device.indexOf(':');
        if (colon > 0) {
            addAddress(file, device.substring(0, colon), device, "");
            return 0;
        }
        if (file.isBridge()) {
            int made = bridge(file, device);
            if (made != 0) {
                return made;
            }
        }
        Optional<NetInterface> card = card(device);
        if (card.isEmpty()) {
            log("Device " + device.strip() + " does not seem to be present, delaying initialization.");
            return 1;
        }
        String wanted = file.get("HWADDR").toUpperCase(Locale.ROOT);
        String found = card.get().mac().toString().toUpperCase(Locale.ROOT);
        if (!wanted.isEmpty() && !wanted.equals(found) && !found.equalsIgnoreCase(file.get("MACADDR"))) {
            log("Device " + device + " has different MAC address than expected, ignoring.");
            return 1;
        }
        if (!file.get("MACADDR").isEmpty()) {
            ip("link", "set", "dev", device, "address", file.get("MACADDR"));
        }
        if (!file.get("MTU").isEmpty()) {
            ip("link", "set", "dev", device, "mtu", file.get("MTU"));
        }
        if (!file.get("BRIDGE").isEmpty() && hasBrctl()) {
            port(file.get("BRIDGE"), device);
            return 0;
        }
        if (file.isDynamic()) {
            if (!lease(device)) {
                return 1;
            }
        } else if (!fixed(file, device)) {
            return 1;
        }
        post(file, device);
        return 0;
    }

    private boolean hasBrctl() {
        return session.machine().packages().brings("brctl");
    }

    private int bridge(Ifcfg file, String device) {
        if (!hasBrctl()) {
            log("Bridge support not available: brctl not found");
            return 1;
        }
        boolean there = card(device).filter(i -> i.device() instanceof Bridge).isPresent();
        if (!there && brctl("addbr", device) != 0) {
            return 1;
        }
        if (!file.get("STP").isEmpty()) {
            brctl("stp", device, file.get("STP"));
        }
        if (!file.get("DELAY").isEmpty()) {
            brctl("setfd", device, file.get("DELAY"));
        }
        return 0;
    }

    /** A port of a bridge, and nothing else: what the file says of addresses is never read. */
    private void port(String bridge, String device) {
        if (card(bridge).filter(i -> i.device() instanceof Bridge).isEmpty()) {
            Streams quiet = new Streams(Input.empty(), io.out(), new Output(text -> {}));
            Commands.run(session, "brctl", List.of("addbr", bridge), quiet);
        }
        ip("addr", "flush", "dev", device);
        ip("link", "set", "dev", device, "up");
        brctl("addif", bridge, device);
    }

    private boolean lease(String device) {
        io.out().line("");
        io.out().print("Determining IP information for " + device + "...");
        ip("link", "set", "dev", device, "up");
        Streams quiet = new Streams(Input.empty(), new Output(text -> {}), new Output(text -> {}));
        boolean leased = Commands.run(session, "dhclient", List.of("-1", "-q", device), quiet) == 0;
        io.out().line(leased ? " done." : " failed.");
        return leased;
    }

    private boolean fixed(Ifcfg file, String device) {
        ip("link", "set", "dev", device, "up");
        List<String> numbers = new ArrayList<>();
        for (int i = -1; i < MAX_ADDRESSES; i++) {
            String number = i < 0 ? "" : String.valueOf(i);
            if (!file.get("IPADDR" + number).isEmpty()) {
                numbers.add(number);
            } else if (i >= 2) {
                break;
            }
        }
        if (device.equals("lo") || numbers.isEmpty()) {
            waitForIpv6(file, device);
            return true;
        }
        for (String number : numbers) {
            if (!addAddress(file, device, device, number)) {
                return false;
            }
        }
        defaultRoute(file, Ipcalc.of(file, numbers.getFirst(), quiet()), device);
        return true;
    }

    private static Streams quiet() {
        return new Streams(Input.empty(), new Output(text -> {}), new Output(text -> {}));
    }

    /** A card that nobody gave an address yet still makes sure that nobody has its IPv6 address. */
    private void waitForIpv6(Ifcfg file, String device) {
        if (!file.is("IPV6INIT", "no") && !device.equals("lo") && !file.isBridge()) {
            for (int i = 0; i < 2; i++) {
                io.out()
                        .line("INFO      : [ipv6_wait_tentative] Waiting for interface " + device
                                + " IPv6 address(es) to leave the 'tentative' state");
            }
        }
    }

    /** Adds an address of the file, unless another host has it. */
    private boolean addAddress(Ifcfg file, String device, String label, String number) {
        if (file.get("IPADDR" + number).isEmpty()) {
            return true;
        }
        Ipcalc wanted = Ipcalc.of(file, number, io);
        String prefix = wanted.address() + "/" + wanted.prefix();
        boolean there = card(device).stream()
                .flatMap(card -> card.addresses().stream())
                .anyMatch(a -> a.prefix().toString().equals(prefix));
        if (there) {
            return true;
        }
        Optional<MacAddress> other = file.is("ARPCHECK", "no") ? Optional.empty() : owner(device, wanted.address());
        if (other.isPresent()) {
            log("Error, some other host (" + other.get().toString().toUpperCase(Locale.ROOT) + ") already uses address "
                    + wanted.address() + ".");
            return false;
        }
        if (ip("address", "add", prefix, "broadcast", "+", "dev", device, "label", label) != 0) {
            log("Error adding address " + wanted.address() + " for " + device + ".");
        }
        return true;
    }

    /** {@code arping -D}. */
    private Optional<MacAddress> owner(String device, String text) {
        Optional<Ipv4Address> address = Ipv4Address.parse(text);
        Optional<NetInterface> card = card(device).filter(NetInterface::isRunning);
        if (address.isEmpty() || card.isEmpty()) {
            return Optional.empty();
        }
        var neighbours = session.machine().stack().neighbours();
        neighbours.remove(card.get(), address.get());
        neighbours.probe(card.get(), address.get());
        session.machine()
                .stack()
                .network()
                .queue()
                .runUntil(() -> neighbours.answered(card.get(), address.get()).isPresent(), ARPING_WAIT);
        Optional<MacAddress> owner = neighbours.answered(card.get(), address.get());
        neighbours.remove(card.get(), address.get());
        return owner;
    }

    /** A gateway that isn't in the network of the first address is left out without a word. */
    private void defaultRoute(Ifcfg file, Ipcalc first, String device) {
        Optional<Ipv4Address> gateway = Ipv4Address.parse(file.get("GATEWAY"));
        String by = file.get("GATEWAYDEV");
        boolean elsewhere = !by.isEmpty() && !by.equals(device);
        if (gateway.filter(first::isNear).isPresent() && !elsewhere && !file.is("DEFROUTE", "no")) {
            List<String> words = new ArrayList<>(List.of("route", "replace", "default"));
            if (!file.get("METRIC").isEmpty()) {
                words.addAll(List.of("metric", file.get("METRIC")));
            }
            words.addAll(List.of("via", gateway.get().toString()));
            if (!by.isEmpty()) {
                words.addAll(List.of("dev", by));
            }
            ip(words.toArray(String[]::new));
        }
    }

    private void post(Ifcfg file, String device) {
        if (file.get("NOZEROCONF").isEmpty() && !device.equals("lo")) {
            String metric =
                    String.valueOf(1000 + card(device).map(NetInterface::index).orElse(0));
            ip("route", "add", "169.254.0.0/16", "dev", device, "metric", metric, "scope", "link");
        }
        new StaticRoutes(session, io).add(file.name(), device);
        nameServers(file);
        aliases(file.name());
    }

    /** {@code DNS1} and {@code DNS2} come first in the resolver's file; what else it holds stays. */
    private void nameServers(Ifcfg file) {
        List<String> servers = List.of(file.get("DNS1"), file.get("DNS2")).stream()
                .filter(server -> !server.isEmpty())
                .map(server -> "nameserver " + server.strip())
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
    private void aliases(String name) {
        try {
            for (String file :
                    session.files().list(NetworkFiles.SCRIPTS.substring(0, NetworkFiles.SCRIPTS.length() - 1))) {
                if (file.startsWith("ifcfg-" + name + ":")) {
                    run(file.substring("ifcfg-".length()), false);
                }
            }
        } catch (FileException none) {
            return;
        }
    }

    private void log(String text) {
        io.out().line("ERROR     : " + IFUP_ETH + text);
    }

    private Optional<NetInterface> card(String device) {
        return session.machine().stack().findInterface(device);
    }

    private int brctl(String verb, String... words) {
        List<String> all = new ArrayList<>(List.of(verb, "--"));
        all.addAll(List.of(words));
        return Commands.run(session, "brctl", all, io);
    }

    private int ip(String... words) {
        return Commands.run(session, "ip", List.of(words), io);
    }
}
