package org.ringlab.bench;

import java.util.List;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.labfile.LabFile;

/** The course's lab: client – gateway – server, the gateway with rules and address translation; made in two ways. */
final class ThreeHosts {
    /** What a student types to make it of namespaces and virtual cables, on Linux and here alike. */
    static final List<String> COMMANDS = """
            ip netns add client
            ip netns add gw
            ip netns add server
            ip link add c0 type veth peer name g0
            ip link add g1 type veth peer name s0
            ip link set c0 netns client
            ip link set g0 netns gw
            ip link set g1 netns gw
            ip link set s0 netns server
            ip netns exec client ip link set c0 name eth0
            ip netns exec server ip link set s0 name eth0
            ip netns exec client ip addr add 192.168.66.132/24 dev eth0
            ip netns exec client ip link set eth0 up
            ip netns exec gw ip addr add 192.168.66.135/24 dev g0
            ip netns exec gw ip link set g0 up
            ip netns exec gw ip addr add 172.18.133.210/16 dev g1
            ip netns exec gw ip link set g1 up
            ip netns exec server ip addr add 172.18.133.212/16 dev eth0
            ip netns exec server ip link set eth0 up
            ip netns exec client ip route add 172.18.0.0/16 via 192.168.66.135
            ip netns exec server ip route add 192.168.0.0/16 via 172.18.133.210
            ip netns exec gw sysctl -q -w net.ipv4.ip_forward=1
            ip netns exec gw iptables -I FORWARD -m state --state ESTABLISHED -j ACCEPT
            ip netns exec gw iptables -A FORWARD -s 192.168.0.0/16 -p tcp -m multiport --dports 80,21,53 -m state --state NEW -j ACCEPT
            ip netns exec gw iptables -A FORWARD -s 192.168.0.0/16 -p udp --dport 53 -m state --state NEW -j ACCEPT
            ip netns exec gw iptables -A FORWARD -s 192.168.0.0/16 -p tcp -m state --state RELATED -j ACCEPT
            ip netns exec gw iptables -A FORWARD -j REJECT
            ip netns exec gw iptables -t nat -A POSTROUTING -s 192.168.0.0/16 ! -d 192.168.0.0/16 -j SNAT --to-source 172.18.133.210
            """.lines().toList();

    private static final String FILE = """
            name: three-hosts
            segments: [inside, outside]
            hosts:
              client:
                interfaces:
                  eth0: {segment: inside, address: 192.168.66.132/24}
                setup:
                  - route add -net 172.18.0.0/16 gw 192.168.66.135
              gw:
                forwarding: true
                interfaces:
                  eth0: {segment: inside, address: 192.168.66.135/24}
                  eth1: {segment: outside, address: 172.18.133.210/16}
                setup:
                  - iptables -I FORWARD -m state --state ESTABLISHED -j ACCEPT
                  - iptables -A FORWARD -s 192.168.0.0/16 -p tcp -m multiport --dports 80,21,53 -m state --state NEW -j ACCEPT
                  - iptables -A FORWARD -s 192.168.0.0/16 -p udp --dport 53 -m state --state NEW -j ACCEPT
                  - iptables -A FORWARD -s 192.168.0.0/16 -p tcp -m state --state RELATED -j ACCEPT
                  - iptables -A FORWARD -j REJECT
                  - iptables -t nat -A POSTROUTING -s 192.168.0.0/16 ! -d 192.168.0.0/16 -j SNAT --to-source 172.18.133.210
              server:
                interfaces:
                  eth0: {segment: outside, address: 172.18.133.212/16}
                setup:
                  - route add -net 192.168.0.0/16 gw 172.18.133.210
            services:
              - {host: server, kind: http}
              - {host: server, kind: udp, port: 53}
            probes: []
            """;

    private static final String EMPTY = "{name: empty, segments: [], hosts: {box: {}}, probes: []}";

    private ThreeHosts() {}

    /** The lab file, read. */
    static LabSpec spec() {
        return LabFile.yaml(FILE).orThrow();
    }

    /** A lab of one host without cards. */
    static LabSpec emptySpec() {
        return LabFile.yaml(EMPTY).orThrow();
    }

    /** A lab booted from its file, which is read already. */
    static Lab boot(LabSpec spec) {
        Lab lab = Lab.boot(spec);
        if (!lab.failures().isEmpty()) {
            throw new IllegalStateException(lab.failures().toString());
        }
        return lab;
    }

    /** The same typed as commands on one host. */
    static Lab typed(LabSpec empty) {
        Lab lab = Lab.boot(empty);
        for (String command : COMMANDS) {
            CommandResult result = lab.run("box", command);
            if (!result.ok()) {
                throw new IllegalStateException(command + ": " + result.stderr());
            }
        }
        return lab;
    }
}
