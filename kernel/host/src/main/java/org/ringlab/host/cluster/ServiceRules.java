package org.ringlab.host.cluster;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.ringlab.host.container.HostRules;
import org.ringlab.netfilter.packet.Ipv4Prefix;

/** What kube-proxy writes on every node (mode iptables, pkg/proxy/iptables/proxier.go of 1.19). */
final class ServiceRules {
    private static final String REQUIRES_SNAT = "-m comment --comment \"kubernetes service traffic requiring SNAT\"";

    private final Ipv4Prefix pods;
    private final StringBuilder chains = new StringBuilder();
    private final StringBuilder rules = new StringBuilder();
    private final StringBuilder last = new StringBuilder();
    private final StringBuilder rejects = new StringBuilder();

    private ServiceRules(Ipv4Prefix pods) {
        this.pods = pods;
    }

    /** A service and where its pods answer. */
    record Backed(ClusterService service, List<String> endpoints) {}

    /**
     * Writes the rules of all services on a node.
     *
     * @param gone chains that no service needs any more
     */
    static void write(HostRules host, Ipv4Prefix pods, List<Backed> services, Set<String> gone) {
        for (String chain : List.of("KUBE-SERVICES", "KUBE-NODEPORTS", "KUBE-POSTROUTING", "KUBE-MARK-MASQ")) {
            host.keepChain("nat", chain);
        }
        for (String chain : List.of("KUBE-SERVICES", "KUBE-FORWARD")) {
            host.keepChain("filter", chain);
        }
        jump(host, "nat", "PREROUTING", "-m comment --comment \"kubernetes service portals\" -j KUBE-SERVICES");
        jump(host, "nat", "OUTPUT", "-m comment --comment \"kubernetes service portals\" -j KUBE-SERVICES");
        jump(host, "nat", "POSTROUTING", "-m comment --comment \"kubernetes postrouting rules\" -j KUBE-POSTROUTING");
        String fresh =
                "-m conntrack --ctstate NEW -m comment --comment \"kubernetes service portals\" -j KUBE-SERVICES";
        jump(host, "filter", "FORWARD", fresh);
        jump(host, "filter", "OUTPUT", fresh);
        jump(host, "filter", "FORWARD", "-m comment --comment \"kubernetes forwarding rules\" -j KUBE-FORWARD");
        ServiceRules text = new ServiceRules(pods);
        services.forEach(text::service);
        host.restore(text.whole(gone));
    }

    private static void jump(HostRules host, String table, String chain, String rule) {
        if (!host.run("-t " + table + " -C " + chain + " " + rule)) {
            host.run("-t " + table + " -I " + chain + " " + rule);
        }
    }

    private void service(Backed backed) {
        ClusterService service = backed.service();
        String label = service.label();
        String comment = "-m comment --comment \"" + label + " cluster IP\"";
        String to = "-d " + service.address() + "/32 -p tcp ";
        if (backed.endpoints().isEmpty()) {
            String none = "-m comment --comment \"" + label + " has no endpoints\" -m tcp --dport " + service.port()
                    + " -j REJECT --reject-with icmp-port-unreachable";
            rejects.append("-A KUBE-SERVICES ").append(to).append(none).append('\n');
            return;
        }
        String chain = service.chain();
        chains.append(':').append(chain).append(" - [0:0]\n");
        String dport = " -m tcp --dport " + service.port();
        rules.append("-A KUBE-SERVICES ! -s " + pods + " " + to + comment + dport + " -j KUBE-MARK-MASQ\n");
        rules.append("-A KUBE-SERVICES " + to + comment + dport + " -j " + chain + "\n");
        String named = "-m comment --comment \"" + label + "\"";
        if (service.nodePort() > 0) {
            String port = "-A KUBE-NODEPORTS -p tcp " + named + " -m tcp --dport " + service.nodePort();
            rules.append(port + " -j KUBE-MARK-MASQ\n");
            rules.append(port + " -j " + chain + "\n");
        }
        int number = backed.endpoints().size();
        for (int i = 0; i < number; i++) {
            String endpoint = backed.endpoints().get(i);
            String own = service.endpointChain(endpoint);
            chains.append(':').append(own).append(" - [0:0]\n");
            // The first of n is taken with 1/n, the next of what is left with 1/(n-1) … the last always.
            String chance = i == number - 1
                    ? ""
                    : String.format(Locale.ROOT, " -m statistic --mode random --probability %.10f", 1.0 / (number - i));
            rules.append("-A " + chain + " " + named + chance + " -j " + own + "\n");
            String pod = endpoint.substring(0, endpoint.indexOf(':'));
            rules.append("-A " + own + " -s " + pod + "/32 " + named + " -j KUBE-MARK-MASQ\n");
            rules.append("-A " + own + " -p tcp " + named + " -m tcp -j DNAT --to-destination " + endpoint + "\n");
        }
    }

    private String whole(Set<String> gone) {
        last.append(
                "-A KUBE-SERVICES -m comment --comment \"kubernetes service nodeports; NOTE: this must be the last rule in"
                        + " this chain\" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS\n");
        StringBuilder text = new StringBuilder("*filter\n:KUBE-SERVICES - [0:0]\n:KUBE-FORWARD - [0:0]\n");
        text.append(rejects);
        text.append("-A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP\n");
        text.append(
                "-A KUBE-FORWARD -m comment --comment \"kubernetes forwarding rules\" -m mark --mark 0x4000/0x4000 -j"
                        + " ACCEPT\n");
        text.append("-A KUBE-FORWARD -s " + pods + " -m comment --comment \"kubernetes forwarding conntrack pod source"
                + " rule\" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n");
        text.append(
                "-A KUBE-FORWARD -d " + pods + " -m comment --comment \"kubernetes forwarding conntrack pod destination"
                        + " rule\" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n");
        text.append("COMMIT\n*nat\n:KUBE-SERVICES - [0:0]\n:KUBE-NODEPORTS - [0:0]\n:KUBE-POSTROUTING - [0:0]\n"
                + ":KUBE-MARK-MASQ - [0:0]\n");
        text.append(chains);
        gone.forEach(chain -> text.append(':').append(chain).append(" - [0:0]\n"));
        text.append("-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN\n");
        text.append("-A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0\n");
        text.append("-A KUBE-POSTROUTING " + REQUIRES_SNAT + " -j MASQUERADE --random-fully\n");
        text.append("-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000\n");
        text.append(rules).append(last);
        gone.forEach(chain -> text.append("-X ").append(chain).append('\n'));
        return text.append("COMMIT\n").toString();
    }

    /** The chains that these services need. */
    static Set<String> chains(List<Backed> services) {
        Set<String> names = new LinkedHashSet<>();
        for (Backed each : services) {
            if (!each.endpoints().isEmpty()) {
                names.add(each.service().chain());
                each.endpoints().forEach(e -> names.add(each.service().endpointChain(e)));
            }
        }
        return names;
    }
}
