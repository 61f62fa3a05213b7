package org.ringlab.host;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.hardware.Hardware;
import org.ringlab.host.shell.Script;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.packet.MacAddress;

/**
 * A host of a lab as written.
 *
 * @param name its name
 * @param forwarding whether {@code net.ipv4.ip_forward} is 1 before setup
 * @param firewalld whether firewalld runs, before setup and at every later boot
 * @param interfaces its Ethernet cards in order
 * @param setup shell lines run at boot, in order
 * @param build what it is built of, and what is installed on it
 */
public record HostSpec(
        String name,
        boolean forwarding,
        boolean firewalld,
        List<InterfaceSpec> interfaces,
        List<Script> setup,
        Build build) {
    /**
     * What a host is before anybody types on it.
     *
     * @param hardware what it is built of
     * @param packages what is installed beside the minimal installation; empty where everything simulated is there
     * @param selinux {@code enforcing}, {@code permissive} or {@code disabled}
     * @param media where images of CentOS's installation medium lie on it, absolute paths
     */
    public record Build(Hardware hardware, Optional<List<String>> packages, String selinux, List<String> media) {
        /** A plain computer with everything there is. */
        public static final Build PLAIN = new Build(Hardware.PLAIN, Optional.empty(), "disabled", List.of());

        /**
         * A guest's.
         *
         * @param cpu the processor it sees
         * @param nested whether that one can run guests in turn
         */
        public static Build guest(Hardware.Cpu cpu, boolean nested, int cores, long mebibytes) {
            Hardware plain = Hardware.PLAIN;
            return new Build(
                    new Hardware(
                            cpu,
                            nested,
                            nested,
                            cores,
                            (int) Math.min(1 << 20, Math.max(1, mebibytes)),
                            plain.disksGib(),
                            Optional.of("KVM"),
                            Optional.empty()),
                    Optional.empty(),
                    "disabled",
                    List.of());
        }
    }

    /** A plain host. */
    public HostSpec(
            String name, boolean forwarding, boolean firewalld, List<InterfaceSpec> interfaces, List<Script> setup) {
        this(name, forwarding, firewalld, interfaces, setup, Build.PLAIN);
    }

    /** A host without firewalld. */
    public HostSpec(String name, boolean forwarding, List<InterfaceSpec> interfaces, List<Script> setup) {
        this(name, forwarding, false, interfaces, setup);
    }

    /**
     * An Ethernet card.
     *
     * @param name {@code eth0}
     * @param segment the switch it is plugged into
     * @param addresses its addresses, the first is primary
     * @param mac its Ethernet address
     * @param mtu largest packet in bytes, 68 to 65535
     * @param up whether it is up before setup
     * @param dhcp whether it asks for an address before setup
     * @param index its number on the host; 0 for the next one
     */
    public record InterfaceSpec(
            String name,
            String segment,
            List<Ipv4Prefix> addresses,
            MacAddress mac,
            int mtu,
            boolean up,
            boolean dhcp,
            int index) {
        /** A card whose addresses are written down. */
        public InterfaceSpec(
                String name, String segment, List<Ipv4Prefix> addresses, MacAddress mac, int mtu, boolean up) {
            this(name, segment, addresses, mac, mtu, up, false, 0);
        }
    }
}
