package org.ringlab.host.software;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The packages of CentOS 7.9 that the course needs, and their groups: an explicit list. */
public final class Repository {
    private static final String QEMU = "1.5.3-175.el7_9.6";
    private static final String LIBVIRT = "4.5.0-36.el7_9.5";
    private static final String VIRT_MANAGER = "1.5.0-7.el7";

    private static final Map<String, Package> ALL = index(List.of(
            of(
                    "qemu-kvm",
                    10,
                    QEMU,
                    "updates",
                    1946,
                    "QEMU is a machine emulator and virtualizer",
                    "qemu-img qemu-kvm-common seabios-bin sgabios-bin ipxe-roms-qemu",
                    ""),
            of("qemu-kvm-common", 10, QEMU, "updates", 434, "QEMU common files needed by all QEMU targets", "", ""),
            of(
                    "qemu-img",
                    10,
                    QEMU,
                    "updates",
                    702,
                    "QEMU command line tool for manipulating disk images",
                    "",
                    "qemu-img qemu-io qemu-nbd"),
            of(
                    "syslinux",
                    0,
                    "4.05-15.el7",
                    "base",
                    990,
                    "Simple kernel loader which boots from a FAT filesystem",
                    "",
                    ""),
            of("seabios-bin", 0, "1.11.0-2.el7", "base", 99, "Seabios for x86", "", ""),
            of("sgabios-bin", 1, "0.20110622svn-4.el7", "base", 7, "Sgabios for x86", "", ""),
            of(
                    "ipxe-roms-qemu",
                    0,
                    "20180825-3.git133f4c.el7",
                    "base",
                    647,
                    "Network boot loader roms supported by QEMU, .rom format",
                    "",
                    ""),
            of(
                    "libvirt",
                    0,
                    LIBVIRT,
                    "updates",
                    237,
                    "Library providing a simple virtualization API",
                    "libvirt-daemon libvirt-daemon-config-network libvirt-daemon-config-nwfilter libvirt-daemon-driver-qemu libvirt-client",
                    ""),
            of(
                    "libvirt-daemon",
                    0,
                    LIBVIRT,
                    "updates",
                    948,
                    "Server side daemon and supporting files for libvirt library",
                    "libvirt-libs bridge-utils iptables",
                    "libvirtd virtlogd virtlockd"),
            of("libvirt-libs", 0, LIBVIRT, "updates", 4350, "Client side libraries", "", ""),
            of(
                    "libvirt-client",
                    0,
                    LIBVIRT,
                    "updates",
                    340,
                    "Client side utilities of the libvirt library",
                    "libvirt-libs libvirt-bash-completion",
                    "virsh virt-xml-validate virt-host-validate virt-pki-validate virt-admin"),
            of("libvirt-bash-completion", 0, LIBVIRT, "updates", 238, "Bash completion script", "", ""),
            of(
                    "libvirt-daemon-kvm",
                    0,
                    LIBVIRT,
                    "updates",
                    236,
                    "Server side daemon & driver required to run KVM guests",
                    "libvirt-daemon libvirt-daemon-driver-qemu libvirt-daemon-driver-network libvirt-daemon-driver-storage qemu-kvm",
                    ""),
            of(
                    "libvirt-daemon-config-network",
                    0,
                    LIBVIRT,
                    "updates",
                    237,
                    "Default configuration files for the libvirtd daemon",
                    "libvirt-daemon libvirt-daemon-driver-network",
                    ""),
            of(
                    "libvirt-daemon-config-nwfilter",
                    0,
                    LIBVIRT,
                    "updates",
                    243,
                    "Network filter configuration files for the libvirtd daemon",
                    "libvirt-daemon libvirt-daemon-driver-network",
                    ""),
            of(
                    "libvirt-daemon-driver-network",
                    0,
                    LIBVIRT,
                    "updates",
                    406,
                    "Network driver plugin for the libvirtd daemon",
                    "libvirt-daemon dnsmasq",
                    ""),
            of(
                    "libvirt-daemon-driver-qemu",
                    0,
                    LIBVIRT,
                    "updates",
                    799,
                    "QEMU driver plugin for the libvirtd daemon",
                    "libvirt-daemon libvirt-daemon-driver-network libvirt-daemon-driver-storage qemu-img",
                    ""),
            of(
                    "libvirt-daemon-driver-storage",
                    0,
                    LIBVIRT,
                    "updates",
                    236,
                    "Storage driver plugin including all backends for the libvirtd daemon",
                    "libvirt-daemon qemu-img",
                    ""),
            of(
                    "libvirt-python",
                    0,
                    "4.5.0-1.el7",
                    "base",
                    351,
                    "The libvirt virtualization API python2 binding",
                    "libvirt-libs",
                    ""),
            noarch(
                    "virt-manager",
                    0,
                    VIRT_MANAGER,
                    "base",
                    663,
                    "Desktop tool for managing virtual machines via libvirt",
                    "virt-manager-common libvirt-python",
                    "virt-manager"),
            noarch(
                    "virt-manager-common",
                    0,
                    VIRT_MANAGER,
                    "base",
                    1229,
                    "Common files used by the different Virtual Machine Manager interfaces",
                    "libvirt-python",
                    ""),
            noarch(
                    "virt-install",
                    0,
                    VIRT_MANAGER,
                    "base",
                    100,
                    "Utilities for installing virtual machines",
                    "virt-manager-common qemu-img libvirt-client",
                    "virt-install virt-clone virt-xml virt-convert"),
            of(
                    "virt-viewer",
                    0,
                    "5.0-17.el7",
                    "base",
                    1036,
                    "Virtual Machine Viewer",
                    "libvirt-libs",
                    "virt-viewer remote-viewer"),
            of("pciutils", 0, "3.5.1-3.el7", "base", 93, "PCI bus related utilities", "", "lspci"),
            of(
                    "bridge-utils",
                    0,
                    "1.5-9.el7",
                    "base",
                    32,
                    "Utilities for configuring the linux ethernet bridge",
                    "",
                    "brctl"),
            of("dnsmasq", 0, "2.76-17.el7_9.3", "updates", 281, "A lightweight DHCP/caching DNS server", "", "dnsmasq"),
            of(
                    "net-tools",
                    0,
                    "2.0-0.25.20131004git.el7",
                    "base",
                    306,
                    "Basic networking tools",
                    "",
                    "ifconfig route netstat arp"),
            of(
                    "bind-utils",
                    32,
                    "9.11.4-26.P2.el7_9.16",
                    "updates",
                    262,
                    "Utilities for querying DNS name servers",
                    "",
                    "dig host nslookup"),
            of("nmap-ncat", 2, "6.40-19.el7", "base", 206, "Nmap's Netcat replacement", "", "nc"),
            of("tcpdump", 14, "4.9.2-4.el7_7.1", "base", 422, "A network traffic monitoring tool", "", "tcpdump"),
            of(
                    "traceroute",
                    3,
                    "2.0.22-2.el7",
                    "base",
                    59,
                    "Traces the route taken by packets over an IPv4/IPv6 network",
                    "",
                    "traceroute"),
            of(
                    "telnet",
                    1,
                    "0.17-66.el7",
                    "updates",
                    64,
                    "The client program for the Telnet remote login protocol",
                    "",
                    "telnet"),
            of("ftp", 0, "0.17-67.el7", "base", 61, "The standard UNIX FTP (File Transfer Protocol) client", "", "ftp"),
            of(
                    "wget",
                    0,
                    "1.14-18.el7_6.1",
                    "base",
                    547,
                    "A utility for retrieving files using the HTTP or FTP protocols",
                    "",
                    "wget"),
            of(
                    "psmisc",
                    0,
                    "22.20-17.el7",
                    "base",
                    141,
                    "Utilities for managing processes on your system",
                    "",
                    "killall"),
            of(
                    "conntrack-tools",
                    0,
                    "1.4.4-7.el7",
                    "base",
                    187,
                    "Manipulate netfilter connection tracking table",
                    "",
                    "conntrack"),
            of("ipset", 0, "7.1-1.el7", "base", 39, "Manage Linux IP sets", "", "ipset"),
            of(
                    "iptables-services",
                    0,
                    "1.4.21-35.el7",
                    "base",
                    52,
                    "iptables and ip6tables services for iptables",
                    "iptables",
                    ""),
            of("httpd", 0, "2.4.6-99.el7.centos.1", "updates", 2765, "Apache HTTP Server", "", ""),
            of("vsftpd", 0, "3.0.2-29.el7_9", "updates", 173, "Very Secure Ftp Daemon", "", ""),
            of(
                    "bind",
                    32,
                    "9.11.4-26.P2.el7_9.16",
                    "updates",
                    2355,
                    "The Berkeley Internet Name Domain (BIND) DNS (Domain Name System) server",
                    "",
                    ""),
            of("openvswitch", 1, "2.12.0-1.el7", "extras", 2560, "Open vSwitch", "", "ovs-vsctl ovs-ofctl ovs-appctl"),
            of(
                    "policycoreutils-python",
                    0,
                    "2.5-34.el7",
                    "base",
                    457,
                    "SELinux policy core python utilities",
                    "",
                    "semanage"),
            of("acpid", 0, "2.0.19-9.el7", "base", 64, "ACPI Event Daemon", "", ""),
            of(
                    "gnome-shell",
                    0,
                    "3.28.3-34.el7_9",
                    "updates",
                    2150,
                    "Window management and application launching for GNOME",
                    "",
                    ""),
            of("gdm", 1, "3.28.2-23.el7", "base", 614, "The GNOME Display Manager", "", "")));

    /** What the minimal installation holds. */
    private static final List<Package> MINIMAL = List.of(
            of("bash", 0, "4.2.46-35.el7_9", "anaconda", 1012, "The GNU Bourne Again shell", "", ""),
            of(
                    "coreutils",
                    0,
                    "8.22-24.el7_9.2",
                    "anaconda",
                    3388,
                    "A set of basic GNU tools commonly used in shell scripts",
                    "",
                    ""),
            of("kernel", 0, "3.10.0-1160.el7", "anaconda", 51_200, "The Linux kernel", "", ""),
            of(
                    "initscripts",
                    0,
                    "9.49.53-1.el7_9.1",
                    "anaconda",
                    440,
                    "The inittab file and the /etc/init.d scripts",
                    "",
                    ""),
            of(
                    "iproute",
                    0,
                    "4.11.0-30.el7",
                    "anaconda",
                    805,
                    "Advanced IP routing and network device configuration tools",
                    "",
                    ""),
            of(
                    "iptables",
                    0,
                    "1.4.21-35.el7",
                    "anaconda",
                    432,
                    "Tools for managing Linux kernel packet filtering capabilities",
                    "",
                    ""),
            of(
                    "NetworkManager",
                    1,
                    "1.18.8-2.el7_9",
                    "anaconda",
                    1946,
                    "Network connection manager and user applications",
                    "",
                    ""),
            of(
                    "firewalld",
                    0,
                    "0.6.3-13.el7_9",
                    "anaconda",
                    449,
                    "A firewall daemon with D-Bus interface providing a dynamic firewall",
                    "",
                    ""),
            of("systemd", 0, "219-78.el7_9.9", "anaconda", 5222, "A System and Service Manager", "", ""),
            of("kmod", 0, "20-28.el7", "anaconda", 123, "Linux kernel module management utilities", "", ""),
            of("policycoreutils", 0, "2.5-34.el7", "anaconda", 917, "SELinux policy core utilities", "", ""),
            of("yum", 0, "3.4.3-168.el7.centos", "anaconda", 1239, "RPM package installer/updater/manager", "", ""));

    private static final Map<String, List<String>> GROUPS = groups();
    private static final Map<String, Package> BY_NAME = byName();
    private static final Map<String, Package> BY_COMMAND = byCommand();
    private static final SortedSet<String> EVERYTHING =
            Collections.unmodifiableSortedSet(new TreeSet<>(BY_NAME.keySet()));

    private Repository() {}

    private static Package of(
            String name,
            int epoch,
            String version,
            String repository,
            int kib,
            String summary,
            String requires,
            String commands) {
        return new Package(name, epoch, version, "x86_64", repository, kib, summary, words(requires), words(commands));
    }

    private static Package noarch(
            String name,
            int epoch,
            String version,
            String repository,
            int kib,
            String summary,
            String requires,
            String commands) {
        return new Package(name, epoch, version, "noarch", repository, kib, summary, words(requires), words(commands));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    /** The minimal installation's packages, too; where both have a name, it is the one that can be installed. */
    private static Map<String, Package> byName() {
        Map<String, Package> byName = new HashMap<>();
        MINIMAL.forEach(p -> byName.put(p.name(), p));
        byName.putAll(ALL);
        return byName;
    }

    private static Map<String, Package> byCommand() {
        Map<String, Package> byCommand = new HashMap<>();
        ALL.values().forEach(p -> p.commands().forEach(c -> byCommand.putIfAbsent(c, p)));
        return byCommand;
    }

    private static Map<String, Package> index(List<Package> packages) {
        Map<String, Package> byName = new LinkedHashMap<>();
        packages.stream().sorted(Comparator.comparing(Package::name)).forEach(p -> byName.put(p.name(), p));
        return byName;
    }

    private static Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("GNOME Desktop", List.of("gdm", "gnome-shell"));
        groups.put("Virtualization Host", List.of("libvirt", "qemu-kvm", "virt-install"));
        groups.put("Virtualization Client", List.of("virt-install", "virt-manager", "virt-viewer"));
        groups.put("Virtualization Platform", List.of("libvirt", "libvirt-client"));
        groups.put("Virtualization Tools", List.of("libvirt-client", "qemu-img"));
        return groups;
    }

    /** The package of that name, whether installed or not. */
    public static Optional<Package> find(String name) {
        Package found = BY_NAME.get(name);
        if (found == null) {
            found = BY_NAME.get(withoutArchitecture(name));
        }
        return Optional.ofNullable(found);
    }

    private static String withoutArchitecture(String name) {
        for (String architecture : List.of(".x86_64", ".noarch")) {
            if (name.endsWith(architecture)) {
                return name.substring(0, name.length() - architecture.length());
            }
        }
        return name;
    }

    /** The names of everything, for a host whose lab file leaves the choice open; every lab starts with it. */
    static SortedSet<String> everything() {
        return EVERYTHING;
    }

    /** All that can be installed, by name. */
    public static List<Package> all() {
        return List.copyOf(ALL.values());
    }

    /** What the minimal installation holds. */
    static List<Package> minimal() {
        return MINIMAL;
    }

    /** The packages of a group; empty where there is none of that name. */
    public static Optional<List<String>> group(String name) {
        return GROUPS.entrySet().stream()
                .filter(e -> e.getKey().equalsIgnoreCase(name)
                        || e.getKey().replace(' ', '-').equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The groups' names. */
    public static List<String> groupNames() {
        return new ArrayList<>(GROUPS.keySet());
    }

    /** The package that brings a program; empty for those of the minimal installation. */
    static Optional<Package> bringing(String command) {
        return Optional.ofNullable(BY_COMMAND.get(command));
    }
}
