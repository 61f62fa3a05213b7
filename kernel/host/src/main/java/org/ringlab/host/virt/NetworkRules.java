package org.ringlab.host.virt;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.virt.Generation;
import org.ringlab.virt.network.NetworkDef;

/**
 * The iptables rules of a virtual network (bridge_driver_linux.c): 4.5 puts them in front of the chains everybody uses,
 * 9.0 into chains of its own.
 */
final class NetworkRules {
    private final boolean own;

    NetworkRules(Generation generation) {
        own = generation == Generation.DEB12;
    }

    /** Command lines of {@code iptables} that add them, or take them away. */
    List<String> of(NetworkDef network, boolean add) {
        List<String> lines = new ArrayList<>();
        if (own && add) {
            chains(lines);
        }
        String bridge = network.bridge().orElse("");
        // What comes last in this list stands first in the chain.
        List<String[]> rules = new ArrayList<>();
        input(rules, network, bridge);
        rules.add(new String[] {
            "mangle", "PRT", "POSTROUTING", "-o " + bridge + " -p udp -m udp --dport 68 -j CHECKSUM --checksum-fill"
        });
        rules.add(new String[] {
            "filter", "FWO", "FORWARD", "-i " + bridge + " -j REJECT --reject-with icmp-port-unreachable"
        });
        rules.add(new String[] {
            "filter", "FWI", "FORWARD", "-o " + bridge + " -j REJECT --reject-with icmp-port-unreachable"
        });
        rules.add(new String[] {"filter", "FWX", "FORWARD", "-i " + bridge + " -o " + bridge + " -j ACCEPT"});
        for (NetworkDef.Ip ip : network.addresses()) {
            Ipv4Prefix.parse(ip.address() + "/" + ip.prefix())
                    .ifPresent(
                            p -> forwarding(rules, network, bridge, p.network().toString()));
        }
        for (String[] rule : rules) {
            String chain = own ? "LIBVIRT_" + rule[1] : rule[2];
            String verb = add ? "-I " : "-D ";
            lines.add("-t " + rule[0] + " " + verb + chain + " " + rule[3]);
        }
        return lines;
    }

    private static void chains(List<String> lines) {
        for (String[] chain : new String[][] {
            {"filter", "INP", "INPUT"},
            {"filter", "OUT", "OUTPUT"},
            {"filter", "FWO", "FORWARD"},
            {"filter", "FWI", "FORWARD"},
            {"filter", "FWX", "FORWARD"},
            {"nat", "PRT", "POSTROUTING"},
            {"mangle", "PRT", "POSTROUTING"}
        }) {
            String table = "-t " + chain[0] + " ";
            // Those that are there already stay as they are: the jump is moved to the front.
            lines.add(table + "-N LIBVIRT_" + chain[1]);
            lines.add(table + "-D " + chain[2] + " -j LIBVIRT_" + chain[1]);
            lines.add(table + "-I " + chain[2] + " -j LIBVIRT_" + chain[1]);
        }
    }

    private static void input(List<String[]> rules, NetworkDef network, String bridge) {
        List<String> ports = new ArrayList<>(List.of("tcp 67", "udp 67", "tcp 53", "udp 53"));
        if (network.addresses().stream().anyMatch(ip -> ip.tftpRoot().isPresent())) {
            ports.add("udp 69");
        }
        for (String port : ports) {
            String protocol = port.substring(0, 3);
            rules.add(new String[] {
                "filter",
                "INP",
                "INPUT",
                "-i " + bridge + " -p " + protocol + " -m " + protocol + " --dport " + port.substring(4) + " -j ACCEPT"
            });
        }
        rules.add(new String[] {"filter", "OUT", "OUTPUT", "-o " + bridge + " -p udp -m udp --dport 68 -j ACCEPT"});
    }

    private static void forwarding(List<String[]> rules, NetworkDef network, String bridge, String inside) {
        String mode = network.forward().orElse("");
        String out = network.forwardDevice().map(d -> " -o " + d).orElse("");
        String in = network.forwardDevice().map(d -> " -i " + d).orElse("");
        if (mode.equals("route") || mode.equals("nat")) {
            rules.add(new String[] {"filter", "FWO", "FORWARD", "-s " + inside + " -i " + bridge + out + " -j ACCEPT"});
            String state = mode.equals("nat") ? " -m conntrack --ctstate RELATED,ESTABLISHED" : "";
            rules.add(new String[] {
                "filter", "FWI", "FORWARD", "-d " + inside + in + " -o " + bridge + state + " -j ACCEPT"
            });
        }
        if (!mode.equals("nat")) {
            return;
        }
        String away = "-s " + inside + " ! -d " + inside;
        rules.add(new String[] {"nat", "PRT", "POSTROUTING", away + out + " -j MASQUERADE"});
        for (String protocol : List.of("udp", "tcp")) {
            rules.add(new String[] {
                "nat", "PRT", "POSTROUTING", away + out + " -p " + protocol + " -j MASQUERADE --to-ports 1024-65535"
            });
        }
        rules.add(new String[] {
            "nat", "PRT", "POSTROUTING", "-s " + inside + " -d 255.255.255.255/32" + out + " -j RETURN"
        });
        rules.add(new String[] {"nat", "PRT", "POSTROUTING", "-s " + inside + " -d 224.0.0.0/24" + out + " -j RETURN"});
    }
}
