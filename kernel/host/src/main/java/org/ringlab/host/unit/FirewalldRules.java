package org.ringlab.host.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringlab.host.machine.FirewallZone;

/**
 * firewalld's zone as rules of iptables: what firewalld 0.6.3 of CentOS 7.9 puts into the kernel. The base is as public
 * dumps of such machines show it; masquerading and forwarded ports are as its source (fw_zone.py, ipXtables.py) writes them.
 */
final class FirewalldRules {
    private static final String NEW = " -m conntrack --ctstate NEW,UNTRACKED";
    /** Marks of forwarded ports begin here. */
    private static final int FIRST_MARK = 100;

    /** Ports of the services that firewalld brings along and a lab may meet; {@code ipv6} ones have none here. */
    private static final Map<String, List<String>> SERVICES = services();

    private FirewalldRules() {}

    private static Map<String, List<String>> services() {
        Map<String, List<String>> services = new TreeMap<>();
        String table =
                "bacula 9101/tcp 9102/tcp 9103/tcp;dhcp 67/udp;dhcpv6-client;dns 53/tcp 53/udp;ftp 21/tcp;git 9418/tcp;"
                        + "http 80/tcp;https 443/tcp;imap 143/tcp;imaps 993/tcp;ipp 631/tcp 631/udp;ipp-client 631/udp;"
                        + "kerberos 88/tcp 88/udp;ldap 389/tcp;ldaps 636/tcp;libvirt 16509/tcp;libvirt-tls 16514/tcp;mdns 5353/udp;"
                        + "mountd 20048/tcp 20048/udp;mysql 3306/tcp;nfs 2049/tcp;nfs3 2049/tcp 2049/udp;ntp 123/udp;openvpn 1194/udp;"
                        + "pop3 110/tcp;pop3s 995/tcp;postgresql 5432/tcp;proxy-dhcp 4011/udp;redis 6379/tcp;rpc-bind 111/tcp 111/udp;"
                        + "rsyncd 873/tcp 873/udp;smtp 25/tcp;smtps 465/tcp;snmp 161/tcp 161/udp;snmptrap 162/tcp 162/udp;squid 3128/tcp;"
                        + "ssh 22/tcp;syslog 514/udp;telnet 23/tcp;tftp 69/udp;vnc-server 5900-5903/tcp";
        for (String row : table.split(";")) {
            List<String> words = List.of(row.split(" "));
            services.put(words.getFirst(), words.subList(1, words.size()));
        }
        return services;
    }

    static Iterable<String> names() {
        return SERVICES.keySet();
    }

    static boolean isService(String name) {
        return SERVICES.containsKey(name);
    }

    /** The whole rule set before anything is let in; {@code cards} in the order they were bound to the zone. */
    static String base(List<String> cards) {
        StringBuilder text = new StringBuilder();
        for (String table : List.of("raw", "mangle", "nat")) {
            List<String> chains =
                    new ArrayList<>(List.of("PREROUTING_direct", "PREROUTING_ZONES_SOURCE", "PREROUTING_ZONES"));
            List<String> rules = new ArrayList<>();
            zone(chains, rules, "PRE_public");
            chains.forEach(chain -> jump(rules, chain));
            zones(rules, "PREROUTING_ZONES", "-i", cards, "PRE_public");
            List<String> hooks = table.equals("raw")
                    ? List.of("OUTPUT")
                    : table.equals("nat") ? List.of("OUTPUT") : List.of("INPUT", "FORWARD", "OUTPUT", "POSTROUTING");
            for (String hook : hooks) {
                chains.add(hook + "_direct");
                rules.add("-A " + hook + " -j " + hook + "_direct");
            }
            if (table.equals("nat")) {
                List<String> more =
                        new ArrayList<>(List.of("POSTROUTING_direct", "POSTROUTING_ZONES_SOURCE", "POSTROUTING_ZONES"));
                more.forEach(chain -> jump(rules, chain));
                zone(more, rules, "POST_public");
                zones(rules, "POSTROUTING_ZONES", "-o", cards, "POST_public");
                chains.addAll(more);
            }
            table(text, table, chains, rules);
        }
        filter(text, cards);
        List<String> hooks = List.of("INPUT", "FORWARD", "OUTPUT");
        table(
                text,
                "security",
                hooks.stream().map(hook -> hook + "_direct").toList(),
                hooks.stream()
                        .map(hook -> "-A " + hook + " -j " + hook + "_direct")
                        .toList());
        return text.toString();
    }

    private static void filter(StringBuilder text, List<String> cards) {
        List<String> chains = new ArrayList<>();
        List<String> rules = new ArrayList<>();
        for (String hook : List.of("INPUT", "FORWARD")) {
            List<String> steps = hook.equals("INPUT")
                    ? List.of("INPUT_direct", "INPUT_ZONES_SOURCE", "INPUT_ZONES")
                    : List.of(
                            "FORWARD_direct",
                            "FORWARD_IN_ZONES_SOURCE",
                            "FORWARD_IN_ZONES",
                            "FORWARD_OUT_ZONES_SOURCE",
                            "FORWARD_OUT_ZONES");
            chains.addAll(steps);
            rules.add("-A " + hook + " -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
            rules.add("-A " + hook + " -i lo -j ACCEPT");
            steps.forEach(step -> rules.add("-A " + hook + " -j " + step));
            rules.add("-A " + hook + " -m conntrack --ctstate INVALID -j DROP");
            rules.add("-A " + hook + " -j REJECT --reject-with icmp-host-prohibited");
        }
        chains.add("OUTPUT_direct");
        rules.add("-A OUTPUT -o lo -j ACCEPT");
        rules.add("-A OUTPUT -j OUTPUT_direct");
        zone(chains, rules, "IN_public");
        rules.add("-A IN_public -p icmp -j ACCEPT");
        zone(chains, rules, "FWDI_public");
        rules.add("-A FWDI_public -p icmp -j ACCEPT");
        zone(chains, rules, "FWDO_public");
        zones(rules, "INPUT_ZONES", "-i", cards, "IN_public");
        zones(rules, "FORWARD_IN_ZONES", "-i", cards, "FWDI_public");
        zones(rules, "FORWARD_OUT_ZONES", "-o", cards, "FWDO_public");
        table(text, "filter", chains, rules);
    }

    private static void jump(List<String> rules, String chain) {
        String hook = chain.substring(0, chain.indexOf('_'));
        if (hook.length() > "POST".length()) {
            rules.add("-A " + hook + " -j " + chain);
        }
    }

    /** A zone's chain with the three that it asks. */
    private static void zone(List<String> chains, List<String> rules, String zone) {
        chains.add(zone);
        for (String part : List.of("_log", "_deny", "_allow")) {
            chains.add(zone + part);
            rules.add("-A " + zone + " -j " + zone + part);
        }
    }

    /** Each card goes to its zone, the last one bound first; all others to the default one. */
    private static void zones(List<String> rules, String chain, String option, List<String> cards, String zone) {
        cards.reversed().forEach(card -> rules.add("-A " + chain + " " + option + " " + card + " -g " + zone));
        rules.add("-A " + chain + " -g " + zone);
    }

    private static void table(StringBuilder text, String table, List<String> chains, List<String> rules) {
        text.append('*').append(table).append('\n');
        chains.forEach(chain -> text.append(':').append(chain).append(" - [0:0]\n"));
        rules.forEach(rule -> text.append(rule).append('\n'));
        text.append("COMMIT\n");
    }

    /** What lets a zone's settings through: {@code -t TABLE -A CHAIN …}, in order. */
    static List<String> of(FirewallZone zone, boolean helpersByRule) {
        List<String> rules = new ArrayList<>();
        for (String service : zone.services()) {
            List<String> ports = SERVICES.getOrDefault(service, List.of());
            if (helpersByRule && (service.equals("ftp") || service.equals("tftp"))) {
                rules.add("-t raw -A PRE_public_allow" + port(ports.getFirst()) + " -j CT --helper " + service);
            }
            ports.forEach(port -> rules.add("-t filter -A IN_public_allow" + port(port) + NEW + " -j ACCEPT"));
        }
        zone.ports().forEach(port -> rules.add("-t filter -A IN_public_allow" + port(port) + NEW + " -j ACCEPT"));
        if (zone.masquerade()) {
            rules.add("-t nat -A POST_public_allow ! -o lo -j MASQUERADE");
            rules.add("-t filter -A FWDO_public_allow" + NEW + " -j ACCEPT");
        }
        int mark = FIRST_MARK;
        for (String forward : zone.forwards()) {
            rules.addAll(forward(forward, mark++));
        }
        return rules;
    }

    private static String port(String port) {
        String[] parts = port.split("/");
        return " -p " + parts[1] + " -m " + parts[1] + " --dport " + parts[0].replace('-', ':');
    }

    private static List<String> forward(String forward, int mark) {
        Map<String, String> words = words(forward);
        String protocol = words.getOrDefault("proto", "tcp");
        String to = words.getOrDefault("toport", "");
        String address = words.getOrDefault("toaddr", "");
        String marked = " -m mark --mark " + mark;
        String target = address.isEmpty()
                ? " -j REDIRECT --to-ports " + to
                : " -j DNAT --to-destination " + address + (to.isEmpty() ? "" : ":" + to);
        return List.of(
                "-t mangle -A PRE_public_allow" + port(words.getOrDefault("port", "0") + "/" + protocol)
                        + " -j MARK --set-mark " + mark,
                "-t nat -A PRE_public_allow -p " + protocol + marked + target,
                "-t filter -A " + (address.isEmpty() ? "IN" : "FWDI") + "_public_allow" + NEW + marked + " -j ACCEPT");
    }

    /** {@code a=b:c=d} taken apart. */
    static Map<String, String> words(String forward) {
        Map<String, String> words = new TreeMap<>();
        for (String word : forward.split(":")) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                words.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return words;
    }

    /** firewalld's complaint about {@code portid[-portid]/protocol}; empty where it is right. */
    static Optional<String> portMistake(String port) {
        if (!port.contains("/")) {
            return Optional.of("bad port (most likely missing protocol), correct syntax is portid[-portid]/protocol");
        }
        String[] parts = port.split("/", 2);
        if (!List.of("tcp", "udp", "sctp", "dccp").contains(parts[1])) {
            return Optional.of("INVALID_PROTOCOL");
        }
        boolean numbers = parts[0].matches("[0-9]{1,5}(-[0-9]{1,5})?")
                && List.of(parts[0].split("-")).stream().allMatch(n -> Integer.parseInt(n) < 65_536);
        return numbers ? Optional.empty() : Optional.of(parts[0]);
    }
}
