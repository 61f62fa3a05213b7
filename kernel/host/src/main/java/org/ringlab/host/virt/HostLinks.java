package org.ringlab.host.virt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.common.SimClock;
import org.ringlab.host.command.Commands;
import org.ringlab.host.dhcp.DhcpMessage;
import org.ringlab.host.dhcp.DhcpRange;
import org.ringlab.host.dhcp.DhcpServer;
import org.ringlab.host.dhcp.DnsProxy;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.namespaces.Task;
import org.ringlab.host.shell.Terminal;
import org.ringlab.host.tftp.TftpServer;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.stack.Bridge;
import org.ringlab.netfilter.stack.GuestCard;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.Sysctls;
import org.ringlab.netfilter.stack.Tap;
import org.ringlab.virt.Generation;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.network.NetworkDef;
import org.ringlab.virt.xml.Element;

/** A host's network for its libvirtd: bridges, taps, rules, and a dnsmasq for each network that lends addresses. */
final class HostLinks implements VirtHost.Links {
    private final HostVirt host;
    private final Map<String, Running> running = new LinkedHashMap<>();

    HostLinks(HostVirt host) {
        this.host = host;
    }

    /** What runs for a network. */
    private static final class Running {
        private final List<DhcpServer> servers = new ArrayList<>();
        private final List<TftpServer> files = new ArrayList<>();
        private Optional<DnsProxy> names = Optional.empty();
        private Optional<Task> process = Optional.empty();
    }

    private NetStack stack() {
        return host.machine().stack();
    }

    @Override
    public boolean exists(String name) {
        return stack().findInterface(name).isPresent();
    }

    @Override
    public List<VirtHost.Card> cards() {
        List<VirtHost.Card> cards = new ArrayList<>();
        for (NetInterface iface : stack().interfaces()) {
            if (!(iface.device() instanceof Tap) && !(iface.device() instanceof GuestCard)) {
                boolean own = !iface.isLoopback() && !running.containsKey(iface.name());
                cards.add(new VirtHost.Card(iface.name(), iface.mac().toString(), own && iface.isUp()));
            }
        }
        cards.sort((a, b) -> a.name().compareTo(b.name()));
        return cards;
    }

    @Override
    public Optional<String> routeTo(String address, int prefix) {
        Optional<Ipv4Prefix> wanted = Ipv4Prefix.parse(address + "/" + prefix);
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        for (NetInterface iface : stack().interfaces()) {
            boolean same = iface.addresses().stream()
                    .anyMatch(a -> a.prefix().network().equals(wanted.get().network()));
            if (same && !iface.isLoopback()) {
                return Optional.of(iface.name());
            }
        }
        return Optional.empty();
    }

    @Override
    public void start(NetworkDef network) {
        String name = network.bridge().orElse("");
        NetInterface bridge = stack().links().addBridge(name);
        MacAddress mac = MacAddress.parse(network.mac().orElse("")).orElse(bridge.mac());
        if (bridge.device() instanceof Bridge device) {
            device.tree().setForwardDelay(network.forwardDelay() * SimClock.SECOND);
            device.tree().setOn(network.isStp());
            if (host.generation() == Generation.EL7) {
                NetInterface nic = stack().links().addTap(name + "-nic", mac);
                stack().links().enslave(nic, device);
            }
        }
        stack().links().setMac(bridge, mac);
        for (NetworkDef.Ip ip : network.addresses()) {
            Ipv4Prefix.parse(ip.address() + "/" + ip.prefix())
                    .ifPresent(p ->
                            stack().addAddress(bridge, p, p.length() < 31 ? p.broadcast() : Ipv4Address.ANY, name));
        }
        stack().setUp(bridge, true);
        if (network.forward().isPresent()) {
            stack().sysctls().set(Sysctls.IP_FORWARD, 1);
        }
        rules(network, true);
        running.put(name, serve(network, bridge));
    }

    @Override
    public void stop(NetworkDef network) {
        String name = network.bridge().orElse("");
        Running there = running.remove(name);
        if (there != null) {
            halt(there);
        }
        rules(network, false);
        stack().findInterface(name + "-nic").ifPresent(stack().links()::remove);
        stack().findInterface(name).ifPresent(stack().links()::remove);
    }

    private void halt(Running there) {
        there.servers.forEach(DhcpServer::stop);
        there.names.ifPresent(DnsProxy::stop);
        there.files.forEach(TftpServer::stop);
        there.process.ifPresent(host.machine().processes()::exit);
    }

    @Override
    public void reload(NetworkDef network) {
        String name = network.bridge().orElse("");
        Running there = running.get(name);
        Optional<NetInterface> bridge = stack().findInterface(name);
        if (there != null && bridge.isPresent()) {
            List<DhcpServer> old = List.copyOf(there.servers);
            halt(there);
            Running next = serve(network, bridge.get());
            for (int i = 0; i < Math.min(old.size(), next.servers.size()); i++) {
                next.servers.get(i).takeOver(old.get(i));
            }
            running.put(name, next);
        }
    }

    /** A dnsmasq with a configuration of its own, as libvirt starts one (bridge_driver.c, networkStartDhcpDaemon). */
    private Running serve(NetworkDef network, NetInterface bridge) {
        Running made = new Running();
        if (network.addresses().isEmpty()) {
            return made;
        }
        Machine machine = host.machine();
        DnsProxy names = new DnsProxy(stack(), () -> known(network, made), () -> List.of());
        if (names.start(Optional.of(bridge))) {
            made.names = Optional.of(names);
        }
        for (NetworkDef.Ip ip : network.addresses()) {
            ip.tftpRoot().ifPresent(root -> {
                TftpServer files = new TftpServer(stack(), machine.files(), root, line -> {});
                if (files.start(Ipv4Address.parse(ip.address()).orElse(Ipv4Address.ANY))) {
                    made.files.add(files);
                }
            });
            for (DhcpRange range : ranges(ip, bridge.name())) {
                DhcpServer server = new DhcpServer(stack(), bridge, range, true, line -> {});
                if (server.start()) {
                    made.servers.add(server);
                }
            }
        }
        String configuration = "/var/lib/libvirt/dnsmasq/" + network.name() + ".conf";
        host.files().write(configuration, configuration(network));
        List<String> command = List.of(
                "/usr/sbin/dnsmasq",
                "--conf-file=" + configuration,
                "--leasefile-ro",
                "--dhcp-script=/usr/libexec/libvirt_leaseshelper");
        made.process = machine.processes().fork(machine.processes().init(), command, Task.Terminal.NONE);
        return made;
    }

    private static String configuration(NetworkDef network) {
        StringBuilder text = new StringBuilder("strict-order\nuser=nobody\npid-file=/var/run/libvirt/network/"
                + network.name() + ".pid\nexcept-interface=lo\nbind-dynamic\ninterface="
                + network.bridge().orElse("") + "\n");
        for (NetworkDef.Ip ip : network.addresses()) {
            for (String[] range : ip.ranges()) {
                text.append("dhcp-range=")
                        .append(range[0])
                        .append(',')
                        .append(range[1])
                        .append('\n');
            }
            ip.tftpRoot().ifPresent(root -> text.append("enable-tftp\ntftp-root=" + root + "\n"));
            ip.bootFile()
                    .ifPresent(file -> text.append("dhcp-boot=" + file
                            + ip.bootServer().map(server -> ",," + server).orElse("") + "\n"));
            if (!ip.ranges().isEmpty()) {
                text.append("dhcp-no-override\ndhcp-authoritative\n");
            }
        }
        return text.toString();
    }

    private static List<DhcpRange> ranges(NetworkDef.Ip ip, String bridge) {
        List<DhcpRange.Fixed> fixed = new ArrayList<>();
        for (Element station : ip.hosts()) {
            MacAddress.parse(station.attribute("mac", ""))
                    .ifPresent(mac -> fixed.add(new DhcpRange.Fixed(
                            mac, station.attribute("ip").flatMap(Ipv4Address::parse), station.attribute("name"))));
        }
        Map<Integer, Bytes> boot = new LinkedHashMap<>();
        ip.bootFile().ifPresent(file -> boot.put(DhcpMessage.BOOT_FILE, Bytes.utf8(file)));
        ip.bootServer().ifPresent(server -> boot.put(DhcpMessage.BOOT_SERVER, Bytes.utf8(server)));
        List<DhcpRange> ranges = new ArrayList<>();
        for (String[] range : ip.ranges()) {
            Optional<Ipv4Address> from = Ipv4Address.parse(range[0]);
            Optional<Ipv4Address> to = Ipv4Address.parse(range[1]);
            if (from.isPresent() && to.isPresent()) {
                ranges.add(new DhcpRange(
                        bridge, from.get(), to.get(), DhcpRange.DEFAULT_LEASE, boot, fixed, false, true, true));
            }
        }
        return ranges;
    }

    private static Map<String, Ipv4Address> known(NetworkDef network, Running running) {
        Map<String, Ipv4Address> names = new LinkedHashMap<>();
        network.root()
                .child("dns")
                .ifPresent(dns -> dns.children("host")
                        .forEach(h -> Ipv4Address.parse(h.attribute("ip", ""))
                                .ifPresent(ip -> h.children("hostname").forEach(n -> names.put(n.text(), ip)))));
        running.servers.forEach(server -> server.leases().forEach(lease -> {
            if (!lease.name().isEmpty()) {
                names.putIfAbsent(lease.name(), lease.address());
            }
        }));
        return names;
    }

    /** The rules that libvirt adds for a network, or takes away, in its order. */
    private void rules(NetworkDef network, boolean add) {
        NetworkRules rules = new NetworkRules(host.generation());
        for (String line : rules.of(network, add)) {
            Commands.run(host.terminal(), "iptables", List.of(line.split(" ")), new Terminal().streams());
        }
    }

    @Override
    public List<VirtHost.Lease> leases(NetworkDef network) {
        Running there = running.get(network.bridge().orElse(""));
        List<VirtHost.Lease> leases = new ArrayList<>();
        if (there == null) {
            return leases;
        }
        int prefix = network.addresses().isEmpty()
                ? 24
                : network.addresses().getFirst().prefix();
        for (DhcpServer server : there.servers) {
            for (DhcpServer.Lease lease : server.leases()) {
                leases.add(new VirtHost.Lease(
                        SimClock.BOOT_EPOCH_SECONDS + lease.untilNanos() / SimClock.SECOND,
                        lease.mac().toString(),
                        lease.address().toString(),
                        prefix,
                        lease.name(),
                        "01:" + lease.mac()));
            }
        }
        return leases;
    }

    @Override
    public void addTap(String tap, String bridge, String mac) {
        // The host's end has the guest's address with fe in front, so that the bridge never takes it for its own.
        MacAddress own = MacAddress.parse("fe" + mac.substring(2)).orElse(MacAddress.ZERO);
        NetInterface made = stack().links().addTap(tap, own);
        if (made.device() instanceof Tap device) {
            device.setOpen(true);
        }
        stack().findInterface(bridge).ifPresent(b -> {
            if (b.device() instanceof Bridge into) {
                stack().links().enslave(made, into);
            }
        });
        stack().setUp(made, true);
    }

    @Override
    public void removeTap(String tap) {
        stack().findInterface(tap).ifPresent(stack().links()::remove);
    }

    @Override
    public void setLink(String tap, boolean up) {
        tap(tap).ifPresent(t -> t.setLinked(up));
    }

    /** The tap of that name. */
    Optional<Tap> tap(String name) {
        return stack().findInterface(name)
                .flatMap(i -> i.device() instanceof Tap tap ? Optional.of(tap) : Optional.empty());
    }

    @Override
    public Optional<String> neighbour(String mac) {
        return Optional.empty();
    }
}
