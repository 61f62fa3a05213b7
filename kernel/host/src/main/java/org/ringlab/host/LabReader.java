package org.ringlab.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.ringlab.host.HostSpec.InterfaceSpec;
import org.ringlab.host.dhcp.DhcpMessage;
import org.ringlab.host.dhcp.DhcpRange;
import org.ringlab.host.hardware.Hardware;
import org.ringlab.host.shell.Script;
import org.ringlab.host.tree.Node;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.packet.MacAddress;

/** Reads a lab from a tree; {@code docs/lab-format.md} is the reference. */
final class LabReader {
    private static final List<String> LAB_KEYS =
            List.of("name", "title", "notes", "source", "profile", "segments", "hosts", "services", "probes");
    private static final List<String> HOST_KEYS = List.of(
            "forwarding", "firewalld", "interfaces", "setup", "hardware", "kernel", "packages", "selinux", "media");
    private static final List<String> HARDWARE_KEYS =
            List.of("cpu", "virtualisation", "firmware", "cores", "memory", "disks", "hypervisor");
    private static final List<String> INTERFACE_KEYS = List.of("segment", "address", "mac", "mtu", "up", "index");
    private static final List<String> SERVICE_KEYS = List.of(
            "host", "kind", "port", "address", "body", "zone", "note", "interface", "range", "router", "dns", "lease");
    private static final int DEFAULT_MTU = 1500;

    private final LabSpec.Known known;

    LabReader(LabSpec.Known known) {
        this.known = known;
    }

    LabSpec lab(Node root) {
        if (!root.isMap()) {
            root.error("lab-not-a-mapping", "a lab is a mapping with at least `name` and `hosts`", "");
        }
        root.onlyKeys(LAB_KEYS);
        String name = root.child("name").required("the lab's name");
        Set<String> segments = new LinkedHashSet<>();
        for (Node segment : root.child("segments").elements()) {
            segments.add(segment.text(""));
        }
        List<HostSpec> hosts = hosts(root.child("hosts"), segments);
        Set<String> names =
                new LinkedHashSet<>(hosts.stream().map(HostSpec::name).toList());
        String profile = root.child("profile").word(Profile.texts(), "profile");
        return new LabSpec(
                name,
                title(root.child("title")),
                free(root.child("notes")),
                free(root.child("source")),
                profile == null ? Profile.RECORDED : Profile.parse(profile).orElse(Profile.RECORDED),
                List.copyOf(segments),
                hosts,
                services(root.child("services"), names),
                steps(root.child("probes"), names));
    }

    private static LabSpec.Title title(Node node) {
        if (node.isMap()) {
            node.onlyKeys(List.of("zh", "en"));
            String zh = node.child("zh").text("");
            String en = node.child("en").text(zh);
            return new LabSpec.Title(zh.isEmpty() ? en : zh, en);
        }
        String text = node.text("");
        return new LabSpec.Title(text, text);
    }

    /** Notes and sources are free: whatever is written is kept as text. */
    private static String free(Node node) {
        return node.isMissing() ? "" : Objects.toString(node.value());
    }

    private List<HostSpec> hosts(Node node, Set<String> segments) {
        if (node.isMissing()) {
            node.error("lab-missing-key", "missing: the hosts", "hosts: {client: {interfaces: {…}}}");
        }
        List<HostSpec> hosts = new ArrayList<>();
        for (Map.Entry<String, Node> e : node.children().entrySet()) {
            Node host = e.getValue();
            HostSpec before = known.host(e.getKey(), hosts.size(), host.value());
            if (before != null) {
                before.interfaces().forEach(card -> segments.add(card.segment()));
                hosts.add(before);
                continue;
            }
            if (e.getKey().isEmpty() || e.getKey().contains("/") || e.getKey().contains(" ")) {
                host.error(
                        "lab-bad-name", "`" + e.getKey() + "` is no name for a host", "use letters, digits, - and _");
            }
            host.onlyKeys(HOST_KEYS);
            hosts.add(new HostSpec(
                    e.getKey(),
                    host.child("forwarding").bool(false),
                    host.child("firewalld").bool(false),
                    interfaces(host.child("interfaces"), hosts.size() + 1, segments),
                    setup(host.child("setup")),
                    build(host)));
        }
        return List.copyOf(hosts);
    }

    /** Images of the installation medium: absolute paths. */
    private static List<String> media(Node node) {
        List<String> paths = new ArrayList<>();
        for (Node each : node.isMissing() ? List.<Node>of() : node.oneOrMore()) {
            String path = each.text("");
            if (!path.matches("/[^/\\s]+(/[^/\\s]+)*")) {
                each.error(
                        "lab-bad-path",
                        "`" + path + "` is no absolute path of a file",
                        "/root/CentOS-7-x86_64-Minimal-2009.iso");
            } else if (!paths.contains(path)) {
                paths.add(path);
            }
        }
        return List.copyOf(paths);
    }

    private static HostSpec.Build build(Node host) {
        Node hardware = host.child("hardware");
        hardware.onlyKeys(HARDWARE_KEYS);
        Hardware plain = Hardware.PLAIN;
        String cpu = hardware.child("cpu").word(Hardware.Cpu.texts(), "processor");
        List<Integer> disks = hardware.child("disks").elements().stream()
                .map(disk -> disk.number(1, 1 << 20, 20))
                .toList();
        String hypervisor = hardware.child("hypervisor").text("");
        String kernel = host.child("kernel").text("");
        String selinux = host.child("selinux").word(List.of("enforcing", "permissive", "disabled"), "mode of SELinux");
        Node packages = host.child("packages");
        return new HostSpec.Build(
                new Hardware(
                        cpu == null ? plain.cpu() : Hardware.Cpu.valueOf(cpu.toUpperCase(Locale.ROOT)),
                        hardware.child("virtualisation").bool(plain.virtualisation()),
                        hardware.child("firmware").bool(plain.firmware()),
                        hardware.child("cores").number(1, 256, plain.cores()),
                        hardware.child("memory").number(128, 1 << 24, plain.memoryMib()),
                        disks.isEmpty() ? plain.disksGib() : disks,
                        hypervisor.isEmpty() ? Optional.empty() : Optional.of(hypervisor),
                        kernel.isEmpty() ? Optional.empty() : Optional.of(kernel)),
                packages.isMissing()
                        ? Optional.empty()
                        : Optional.of(packages.oneOrMore().stream()
                                .map(each -> each.text(""))
                                .filter(name -> !name.equals("minimal"))
                                .toList()),
                selinux == null ? "disabled" : selinux,
                media(host.child("media")));
    }

    private static List<InterfaceSpec> interfaces(Node node, int hostNumber, Set<String> segments) {
        List<InterfaceSpec> interfaces = new ArrayList<>();
        for (Map.Entry<String, Node> e : node.children().entrySet()) {
            Node card = e.getValue();
            card.onlyKeys(INTERFACE_KEYS);
            if (e.getKey().equals("lo") || e.getKey().isEmpty() || e.getKey().length() > 15) {
                card.error(
                        "lab-bad-name",
                        "`" + e.getKey() + "` can't be the name of a card",
                        "1 to 15 characters; `lo` is in every host already");
            }
            String segment = card.child("segment").required("the segment it is plugged into");
            segments.add(segment);
            List<Ipv4Prefix> addresses = new ArrayList<>();
            boolean dhcp = "dhcp".equals(card.child("address").value());
            for (Node address : dhcp ? List.<Node>of() : card.child("address").oneOrMore()) {
                Ipv4Prefix prefix = address.parsed(Ipv4Prefix::parse, "an address like 192.168.66.132/24");
                if (prefix != null) {
                    addresses.add(prefix);
                }
            }
            MacAddress mac = card.child("mac").parsed(MacAddress::parse, "an Ethernet address like 02:00:00:01:00:01");
            interfaces.add(new InterfaceSpec(
                    e.getKey(),
                    segment,
                    List.copyOf(addresses),
                    mac == null ? stableMac(hostNumber, interfaces.size() + 1) : mac,
                    card.child("mtu").number(68, 65_535, DEFAULT_MTU),
                    card.child("up").bool(true),
                    dhcp,
                    card.child("index").number(2, 1 << 16, 0)));
        }
        return List.copyOf(interfaces);
    }

    /** 02:00:00:HH:00:II, so that the same file has the same addresses everywhere. */
    private static MacAddress stableMac(int host, int card) {
        return new MacAddress(0x0200_0000_0000L | (host & 255L) << 16 | card & 255L);
    }

    private static List<Script> setup(Node node) {
        if (node.isMissing() || node.isList()) {
            return node.elements().stream().map(n -> Script.read(n.text(""))).toList();
        }
        return node.text("")
                .lines()
                .filter(line -> !line.isBlank())
                .map(Script::read)
                .toList();
    }

    private List<ServiceSpec> services(Node node, Set<String> hosts) {
        List<ServiceSpec> services = new ArrayList<>();
        for (Node service : node.elements()) {
            ServiceSpec before = known.service(services.size(), service.value());
            if (before != null) {
                knownHost(service.child("host"), before.host(), hosts);
                services.add(before);
                continue;
            }
            service.onlyKeys(SERVICE_KEYS);
            String host = service.child("host").required("the host it runs on");
            knownHost(service.child("host"), host, hosts);
            if (service.child("kind").isMissing()) {
                service.error(
                        "lab-missing-key", "missing: kind", "valid: " + String.join(", ", ServiceSpec.Kind.texts()));
            }
            String word = service.child("kind").word(ServiceSpec.Kind.texts(), "kind of service");
            ServiceSpec.Kind kind =
                    word == null ? ServiceSpec.Kind.TCP : ServiceSpec.Kind.valueOf(word.toUpperCase(Locale.ROOT));
            if (kind.defaultPort() == 0 && service.child("port").isMissing()) {
                service.error("lab-missing-key", "missing: port", "the port it listens on, 1 to 65535");
            }
            services.add(new ServiceSpec(
                    host,
                    kind,
                    service.child("port").number(1, 65_535, kind.defaultPort()),
                    service.child("address").parsed(Ipv4Address::parse, "an IPv4 address like 10.0.0.1"),
                    service.child("body").text("ok\n"),
                    zone(service.child("zone")),
                    kind == ServiceSpec.Kind.DHCP ? dhcp(service) : null));
        }
        return List.copyOf(services);
    }

    /** What a dhcp service lends: {@code interface}, {@code range}, and what it tells its clients. */
    private static ServiceSpec.DhcpSpec dhcp(Node service) {
        String iface = service.child("interface").required("the interface it serves");
        List<Ipv4Address> ends = new ArrayList<>();
        for (Node end : service.child("range").oneOrMore()) {
            Ipv4Address address = end.parsed(Ipv4Address::parse, "an IPv4 address like 10.0.0.100");
            if (address != null) {
                ends.add(address);
            }
        }
        if (ends.size() != 2
                || (ends.get(0).bits() & 0xFFFF_FFFFL) > (ends.get(1).bits() & 0xFFFF_FFFFL)) {
            service.child("range")
                    .error(
                            "lab-dhcp-range",
                            "the first and the last address to lend",
                            "range: [10.0.0.100, 10.0.0.200]");
        }
        Map<Integer, Bytes> options = new LinkedHashMap<>();
        told(service.child("router"), DhcpMessage.ROUTER, options);
        boolean proxy = "proxy".equals(service.child("dns").value());
        if (!proxy) {
            told(service.child("dns"), DhcpMessage.DNS, options);
        }
        Ipv4Address none = Ipv4Address.ANY;
        DhcpRange range = new DhcpRange(
                iface,
                ends.size() == 2 ? ends.get(0) : none,
                ends.size() == 2 ? ends.get(1) : none,
                service.child("lease").number(120, 31_536_000, (int) DhcpRange.DEFAULT_LEASE),
                options,
                List.of(),
                false,
                true,
                true);
        return new ServiceSpec.DhcpSpec(range, proxy);
    }

    /** An address that clients are told, or {@code none}: they aren't told the server's own. */
    private static void told(Node node, int option, Map<Integer, Bytes> options) {
        if ("none".equals(node.value())) {
            options.put(option, Bytes.EMPTY);
        } else if (!node.isMissing()) {
            Ipv4Address address = node.parsed(Ipv4Address::parse, "an IPv4 address like 10.0.0.1, or none");
            if (address != null) {
                options.put(option, DhcpMessage.of(address));
            }
        }
    }

    private static Map<String, List<Ipv4Address>> zone(Node node) {
        Map<String, List<Ipv4Address>> zone = new LinkedHashMap<>();
        for (Map.Entry<String, Node> e : node.children().entrySet()) {
            List<Ipv4Address> addresses = new ArrayList<>();
            for (Node one : e.getValue().oneOrMore()) {
                Ipv4Address address = one.parsed(Ipv4Address::parse, "an IPv4 address like 10.0.0.1");
                if (address != null) {
                    addresses.add(address);
                }
            }
            zone.put(e.getKey(), List.copyOf(addresses));
        }
        return zone;
    }

    private static List<Step> steps(Node node, Set<String> hosts) {
        List<Step> steps = new ArrayList<>();
        int id = 0;
        for (Node element : node.elements()) {
            Step step = StepReader.read(element, ++id);
            switch (step) {
                case null -> {}
                case ProbeSpec probe -> knownHost(element.child("from"), probe.from(), hosts);
                case Step.Run run -> knownHost(element.child("host"), run.host(), hosts);
                case Step.Wait wait -> {}
            }
            if (step != null) {
                steps.add(step);
            }
        }
        return List.copyOf(steps);
    }

    /** {@code host/namespace} is fine where the host is known; the namespace may be made by a command. */
    private static void knownHost(Node node, String name, Set<String> hosts) {
        int slash = name.indexOf('/');
        String host = slash < 0 ? name : name.substring(0, slash);
        if (!name.isEmpty() && !hosts.contains(host)) {
            node.word(hosts, "host");
        }
    }
}
