package org.ringlab.host.software;

import java.util.List;

/**
 * The packages of CentOS 7.9 that the course needs: an explicit list, a line each. Columns are those of {@link Package}: name, epoch,
 * version and release, architecture, repository, KiB to download, summary, what it requires, what programs it brings.
 */
final class PackageList {
    private static final int COLUMNS = 9;

    /** What can be installed. */
    static final List<Package> INSTALLABLE = read("""
            qemu-kvm | 10 | 1.5.3-175.el7_9.6 | x86_64 | updates | 1946 | QEMU is a machine emulator and virtualizer | qemu-img qemu-kvm-common seabios-bin sgabios-bin ipxe-roms-qemu |
            qemu-kvm-common | 10 | 1.5.3-175.el7_9.6 | x86_64 | updates | 434 | QEMU common files needed by all QEMU targets |  |
            qemu-img | 10 | 1.5.3-175.el7_9.6 | x86_64 | updates | 702 | QEMU command line tool for manipulating disk images |  | qemu-img qemu-io qemu-nbd
            syslinux | 0 | 4.05-15.el7 | x86_64 | base | 990 | Simple kernel loader which boots from a FAT filesystem |  |
            seabios-bin | 0 | 1.11.0-2.el7 | x86_64 | base | 99 | Seabios for x86 |  |
            sgabios-bin | 1 | 0.20110622svn-4.el7 | x86_64 | base | 7 | Sgabios for x86 |  |
            ipxe-roms-qemu | 0 | 20180825-3.git133f4c.el7 | x86_64 | base | 647 | Network boot loader roms supported by QEMU, .rom format |  |
            libvirt | 0 | 4.5.0-36.el7_9.5 | x86_64 | updates | 237 | Library providing a simple virtualization API | libvirt-daemon libvirt-daemon-config-network libvirt-daemon-config-nwfilter libvirt-daemon-driver-qemu libvirt-client |
            libvirt-daemon | 0 | 4.5.0-36.el7_9.5 | x86_64 | updates | 948 | Server side daemon and supporting files for libvirt library | libvirt-libs bridge-utils iptables | libvirtd virtlogd virtlockd
            libvirt-libs | 0 | 4.5.0-36.el7_9.5 | x86_64 | updates | 4350 | Client side libraries |  |
            libvirt-client | 0 | 4.5.0-36.el7_9.5 | x86_64 | updates | 340 | Client side utilities of the libvirt library | libvirt-libs libvirt-bash-completion | virsh virt-xml-validate virt-host-validate virt-pki-validate virt-admin
            libvirt-bash-completion | 0 | 4.5.0-36.el7_9.5 | x86_64 | updates | 238 | Bash completion script |  |
            libvirt-daemon-kvm | 0 | 4.5.0-36.el7_9.5 | x86_64 | updates | 236 | Server side daemon & driver required to run KVM guests | libvirt-daemon libvirt-daemon-driver-qemu libvirt-daemon-driver-network libvirt-daemon-driver-storage qemu-kvm |
            libvirt-daemon-config-network | 0 | 4.5.0-36.el7_9.5 | x86_64 | updates | 237 | Default configuration files for the libvirtd daemon | libvirt-daemon libvirt-daemon-driver-network |
            libvirt-daemon-config-nwfilter | 0 | 4.5.0-36.el7_9.5 | x86_64 | updates | 243 | Network filter configuration files for the libvirtd daemon | libvirt-daemon libvirt-daemon-driver-network |
            libvirt-daemon-driver-network | 0 | 4.5.0-36.el7_9.5 | x86_64 | updates | 406 | Network driver plugin for the libvirtd daemon | libvirt-daemon dnsmasq |
            libvirt-daemon-driver-qemu | 0 | 4.5.0-36.el7_9.5 | x86_64 | updates | 799 | QEMU driver plugin for the libvirtd daemon | libvirt-daemon libvirt-daemon-driver-network libvirt-daemon-driver-storage qemu-img |
            libvirt-daemon-driver-storage | 0 | 4.5.0-36.el7_9.5 | x86_64 | updates | 236 | Storage driver plugin including all backends for the libvirtd daemon | libvirt-daemon qemu-img |
            libvirt-python | 0 | 4.5.0-1.el7 | x86_64 | base | 351 | The libvirt virtualization API python2 binding | libvirt-libs |
            virt-manager | 0 | 1.5.0-7.el7 | noarch | base | 663 | Desktop tool for managing virtual machines via libvirt | virt-manager-common libvirt-python | virt-manager
            virt-manager-common | 0 | 1.5.0-7.el7 | noarch | base | 1229 | Common files used by the different Virtual Machine Manager interfaces | libvirt-python |
            virt-install | 0 | 1.5.0-7.el7 | noarch | base | 100 | Utilities for installing virtual machines | virt-manager-common qemu-img libvirt-client | virt-install virt-clone virt-xml virt-convert
            virt-viewer | 0 | 5.0-17.el7 | x86_64 | base | 1036 | Virtual Machine Viewer | libvirt-libs | virt-viewer remote-viewer
            pciutils | 0 | 3.5.1-3.el7 | x86_64 | base | 93 | PCI bus related utilities |  | lspci
            bridge-utils | 0 | 1.5-9.el7 | x86_64 | base | 32 | Utilities for configuring the linux ethernet bridge |  | brctl
            dnsmasq | 0 | 2.76-17.el7_9.3 | x86_64 | updates | 281 | A lightweight DHCP/caching DNS server |  | dnsmasq
            net-tools | 0 | 2.0-0.25.20131004git.el7 | x86_64 | base | 306 | Basic networking tools |  | ifconfig route netstat arp
            bind-utils | 32 | 9.11.4-26.P2.el7_9.16 | x86_64 | updates | 262 | Utilities for querying DNS name servers |  | dig host nslookup
            nmap-ncat | 2 | 6.40-19.el7 | x86_64 | base | 206 | Nmap's Netcat replacement |  | nc
            tcpdump | 14 | 4.9.2-4.el7_7.1 | x86_64 | base | 422 | A network traffic monitoring tool |  | tcpdump
            traceroute | 3 | 2.0.22-2.el7 | x86_64 | base | 59 | Traces the route taken by packets over an IPv4/IPv6 network |  | traceroute
            telnet | 1 | 0.17-66.el7 | x86_64 | updates | 64 | The client program for the Telnet remote login protocol |  | telnet
            ftp | 0 | 0.17-67.el7 | x86_64 | base | 61 | The standard UNIX FTP (File Transfer Protocol) client |  | ftp
            wget | 0 | 1.14-18.el7_6.1 | x86_64 | base | 547 | A utility for retrieving files using the HTTP or FTP protocols |  | wget
            psmisc | 0 | 22.20-17.el7 | x86_64 | base | 141 | Utilities for managing processes on your system |  | killall
            conntrack-tools | 0 | 1.4.4-7.el7 | x86_64 | base | 187 | Manipulate netfilter connection tracking table |  | conntrack
            ipset | 0 | 7.1-1.el7 | x86_64 | base | 39 | Manage Linux IP sets |  | ipset
            iptables-services | 0 | 1.4.21-35.el7 | x86_64 | base | 52 | iptables and ip6tables services for iptables | iptables |
            httpd | 0 | 2.4.6-99.el7.centos.1 | x86_64 | updates | 2765 | Apache HTTP Server |  |
            docker | 2 | 1.13.1-209.git7d71120.el7.centos | x86_64 | extras | 17408 | Automates deployment of containerized applications | container-selinux docker-client docker-common | dockerd
            docker-client | 2 | 1.13.1-209.git7d71120.el7.centos | x86_64 | extras | 4096 | Client side files for Docker | docker-common | docker
            docker-common | 2 | 1.13.1-209.git7d71120.el7.centos | x86_64 | extras | 100 | Common files for docker and docker-latest |  |
            container-selinux | 2 | 2.119.2-1.911c772.el7_8 | noarch | extras | 40 | SELinux policies for container runtimes |  |
            kubelet | 0 | 1.19.16-0 | x86_64 | kubernetes | 20480 | Container cluster management | kubernetes-cni | kubelet
            kubectl | 0 | 1.19.16-0 | x86_64 | kubernetes | 9216 | Command-line utility for a cluster |  | kubectl
            kubeadm | 0 | 1.19.16-0 | x86_64 | kubernetes | 8499 | Command-line utility for administering a cluster | kubelet kubectl cri-tools | kubeadm
            kubernetes-cni | 0 | 0.8.7-0 | x86_64 | kubernetes | 19456 | Binaries for container networking |  |
            cri-tools | 0 | 1.19.0-0 | x86_64 | kubernetes | 5734 | Command-line utility for a container runtime |  | crictl
            mesos | 0 | 1.11.0-2.0.1 | x86_64 | mesosphere | 88064 | Cluster resource manager |  | mesos-execute
            marathon | 0 | 1.6.549-1.0 | x86_64 | mesosphere | 61440 | Scheduler for Apache Mesos |  |
            vsftpd | 0 | 3.0.2-29.el7_9 | x86_64 | updates | 173 | Very Secure Ftp Daemon |  |
            bind | 32 | 9.11.4-26.P2.el7_9.16 | x86_64 | updates | 2355 | The Berkeley Internet Name Domain (BIND) DNS (Domain Name System) server |  |
            openvswitch | 1 | 2.12.0-1.el7 | x86_64 | extras | 2560 | Open vSwitch |  | ovs-vsctl ovs-ofctl ovs-appctl
            policycoreutils-python | 0 | 2.5-34.el7 | x86_64 | base | 457 | SELinux policy core python utilities |  | semanage
            acpid | 0 | 2.0.19-9.el7 | x86_64 | base | 64 | ACPI Event Daemon |  |
            gnome-shell | 0 | 3.28.3-34.el7_9 | x86_64 | updates | 2150 | Window management and application launching for GNOME |  |
            gdm | 1 | 3.28.2-23.el7 | x86_64 | base | 614 | The GNOME Display Manager |  |
            """);

    /** What the minimal installation holds. */
    static final List<Package> MINIMAL = read("""
            bash | 0 | 4.2.46-35.el7_9 | x86_64 | anaconda | 1012 | The GNU Bourne Again shell |  |
            coreutils | 0 | 8.22-24.el7_9.2 | x86_64 | anaconda | 3388 | A set of basic GNU tools commonly used in shell scripts |  |
            kernel | 0 | 3.10.0-1160.el7 | x86_64 | anaconda | 51200 | The Linux kernel |  |
            initscripts | 0 | 9.49.53-1.el7_9.1 | x86_64 | anaconda | 440 | The inittab file and the /etc/init.d scripts |  |
            iproute | 0 | 4.11.0-30.el7 | x86_64 | anaconda | 805 | Advanced IP routing and network device configuration tools |  |
            iptables | 0 | 1.4.21-35.el7 | x86_64 | anaconda | 432 | Tools for managing Linux kernel packet filtering capabilities |  |
            NetworkManager | 1 | 1.18.8-2.el7_9 | x86_64 | anaconda | 1946 | Network connection manager and user applications |  |
            firewalld | 0 | 0.6.3-13.el7_9 | x86_64 | anaconda | 449 | A firewall daemon with D-Bus interface providing a dynamic firewall |  |
            systemd | 0 | 219-78.el7_9.9 | x86_64 | anaconda | 5222 | A System and Service Manager |  |
            kmod | 0 | 20-28.el7 | x86_64 | anaconda | 123 | Linux kernel module management utilities |  |
            policycoreutils | 0 | 2.5-34.el7 | x86_64 | anaconda | 917 | SELinux policy core utilities |  |
            yum | 0 | 3.4.3-168.el7.centos | x86_64 | anaconda | 1239 | RPM package installer/updater/manager |  |
            """);

    private PackageList() {}

    private static List<Package> read(String table) {
        return table.lines().map(PackageList::row).toList();
    }

    private static Package row(String line) {
        String[] cells = line.split("\\|", COLUMNS);
        return new Package(
                cells[0].strip(),
                Integer.parseInt(cells[1].strip()),
                cells[2].strip(),
                cells[3].strip(),
                cells[4].strip(),
                Integer.parseInt(cells[5].strip()),
                cells[6].strip(),
                words(cells[7].strip()),
                words(cells[8].strip()));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }
}
