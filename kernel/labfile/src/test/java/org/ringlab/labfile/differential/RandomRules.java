package org.ringlab.labfile.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Random rules of one host: every match and target whose effect is the same each time. */
final class RandomRules {
    private static final Map<String, List<String>> CHAINS = Map.of(
            "filter", List.of("INPUT", "FORWARD", "OUTPUT"),
            "nat", List.of("PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"),
            "mangle", List.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"),
            "raw", List.of("PREROUTING", "OUTPUT"));

    private static final List<String> STATES = List.of("NEW", "ESTABLISHED", "RELATED", "INVALID", "UNTRACKED");

    private final Draw draw;
    private final Draft.Host host;
    private final List<String> addresses;
    private final List<String> setNames = new ArrayList<>();
    private int chains;

    /** {@code addresses} are those a rule may name. */
    RandomRules(Draw draw, Draft.Host host, List<String> addresses) {
        this.draw = draw;
        this.host = host;
        this.addresses = addresses;
    }

    /** Some lines for the host's setup: sets, chains and rules. */
    List<String> lines(int rules) {
        List<String> lines = new ArrayList<>();
        if (draw.once(8)) {
            setNames.add("s1");
            lines.add("ipset create s1 hash:ip");
            lines.add("ipset add s1 " + address());
        }
        if (draw.once(4)) {
            String table = draw.of("filter", "filter", "mangle", "nat", "raw");
            String chain = draw.of(CHAINS.get(table));
            if (!table.equals("nat")) {
                lines.add(command(table) + "-P " + chain + " " + draw.of("ACCEPT", "DROP"));
            }
        }
        while (lines.size() < rules) {
            String table =
                    draw.of("filter", "filter", "filter", "filter", "filter", "nat", "nat", "nat", "mangle", "raw");
            String chain = draw.of(CHAINS.get(table));
            if (draw.once(6)) {
                String own = "c" + ++chains;
                lines.add(command(table) + "-N " + own);
                for (int i = draw.number(1, 3); i > 0; i--) {
                    lines.add(command(table) + "-A " + own + " " + rule(table, chain));
                }
                lines.add(command(table) + "-A " + chain + " " + matches(table, chain) + draw.of("-j ", "-j ", "-g ")
                        + own);
            } else {
                lines.add(command(table) + draw.of("-A ", "-A ", "-A ", "-I ") + chain + " " + rule(table, chain));
            }
        }
        // The runner loads the helper by rules in raw, which would stand among others.
        if (draw.once(10) && lines.stream().noneMatch(line -> line.contains("-t raw"))) {
            lines.add("modprobe nf_conntrack_ftp");
        }
        return lines;
    }

    /** A line in mid-lab. */
    String change() {
        String table = draw.of("filter", "filter", "nat");
        String chain = draw.of(CHAINS.get(table));
        return switch (draw.number(0, 7)) {
            case 0 -> command(table) + "-D " + chain + " 1";
            case 1 -> command(table) + "-F " + chain;
            case 2 -> command(table) + "-Z";
            case 3 -> "iptables -P " + draw.of(CHAINS.get("filter")) + " " + draw.of("ACCEPT", "DROP");
            case 4 -> command(table) + "-R " + chain + " 1 " + rule(table, chain);
            default -> command(table) + draw.of("-A ", "-I ") + chain + " " + rule(table, chain);
        };
    }

    private static String command(String table) {
        return table.equals("filter") ? "iptables " : "iptables -t " + table + " ";
    }

    private String rule(String table, String chain) {
        String protocol = draw.of("", "", "-p tcp ", "-p tcp ", "-p udp ", "-p icmp ");
        return (matches(table, chain, protocol) + target(table, chain, protocol)).strip();
    }

    private String matches(String table, String chain) {
        return matches(table, chain, draw.of("", "", "-p tcp ", "-p udp ", "-p icmp "));
    }

    private String matches(String table, String chain, String protocol) {
        StringBuilder text = new StringBuilder(protocol);
        if (draw.once(4)) {
            text.append(not()).append("-s ").append(addressOrNet()).append(' ');
        }
        if (draw.once(4)) {
            text.append(not()).append("-d ").append(addressOrNet()).append(' ');
        }
        boolean enters = !chain.equals("OUTPUT") && !chain.equals("POSTROUTING");
        boolean leaves = !chain.equals("INPUT") && !chain.equals("PREROUTING");
        if (enters && draw.once(5)) {
            text.append(not()).append("-i ").append(card()).append(' ');
        }
        if (leaves && draw.once(5)) {
            text.append(not()).append("-o ").append(card()).append(' ');
        }
        for (int i = draw.of(0, 0, 1, 1, 1, 2); i > 0; i--) {
            String match = match(table, chain, protocol.strip());
            if (!match.isEmpty() && text.indexOf(match.substring(match.lastIndexOf("-m ") + 1)) < 0) {
                text.append(match).append(' ');
            }
        }
        return text.toString();
    }

    private String match(String table, String chain, String protocol) {
        if (draw.once(2)) {
            switch (protocol) {
                case "-p tcp":
                    return tcpMatch();
                case "-p udp":
                    return draw.of(
                            "--dport " + port(), "--sport 40000:40008", "-m multiport --dports 53,514,5000:6000");
                case "-p icmp":
                    return "--icmp-type " + draw.of("8", "0", "3", "echo-request", "3/3", "11", "13", "any");
                default:
                    break;
            }
        }
        return switch (draw.number(0, 27)) {
            case 0, 1, 2 -> "-m conntrack " + not() + "--ctstate " + states();
            case 3 -> "-m state --state " + draw.of("NEW", "ESTABLISHED", "RELATED,ESTABLISHED", "INVALID");
            case 4 -> "-m conntrack " + conntrackOption();
            case 5 -> "-m limit --limit 1/hour --limit-burst " + draw.number(1, 6);
            case 6 -> "-m mark " + not() + "--mark " + draw.of("0", "1", "2/3", "0x10/0x10");
            case 7 -> "-m connmark " + not() + "--mark " + draw.of("0", "1", "2/3");
            case 8 -> "-m addrtype " + addrtype(chain);
            case 9 -> "-m length " + not() + "--length " + draw.of("40", "52", "60", "0:60", "61:", "84", "1000:");
            case 10 -> "-m ttl " + draw.of("--ttl-eq 64", "--ttl-eq 63", "--ttl-lt 64", "--ttl-gt 62");
            case 11 -> "-m iprange " + not() + draw.of("--src-range ", "--dst-range ") + "10.0.1.2-10.0.2.2";
            case 12 -> "-m mac --mac-source 02:00:00:01:00:01";
            case 13 -> "-m comment --comment " + draw.of("x", "word");
            case 14 -> "-m dscp " + not() + "--dscp " + draw.of("0", "8", "0x30");
            case 15 -> "-m tos --tos " + draw.of("0x10", "0/0xff", "0xc0");
            case 16 -> "-m pkttype --pkt-type " + draw.of("host", "broadcast", "multicast", "unicast");
            case 17 -> "-m statistic --mode nth --every " + draw.number(1, 4) + " --packet 0";
            case 18 ->
                "-m recent --name r "
                        + draw.of("--set", "--rcheck", "--rcheck --hitcount 3", "--remove", "--update --seconds 600");
            case 19 ->
                "-m connlimit --connlimit-above " + draw.number(0, 3) + " "
                        + draw.of("--connlimit-mask 32", "--connlimit-mask 0", "--connlimit-daddr");
            case 20 ->
                (chain.equals("OUTPUT") || chain.equals("POSTROUTING")) && !host.hasPlayedTunnel()
                        ? "-m owner " + not() + draw.of("--uid-owner 0", "--socket-exists")
                        : "";
            case 21 -> setNames.isEmpty() ? "" : "-m set " + not() + "--match-set s1 " + draw.of("src", "dst");
            case 22 -> "-m u32 --u32 " + draw.of("12=0x0a000102", "16=0x0a000202", "12=0x0a000100:0x0a0001ff");
            case 23 -> "-m quota --quota " + draw.of("100", "200", "1000");
            case 24 ->
                "-m hashlimit --hashlimit-upto 1/hour --hashlimit-burst " + draw.number(1, 4) + " --hashlimit-name h"
                        + draw.number(1, 99) + " --hashlimit-mode " + draw.of("srcip", "dstip", "srcip,dstport");
            case 25 -> "-m string --algo bm --string " + draw.of("GET", "USER", "lab-", "PORT");
            case 26 ->
                (table.equals("raw") || table.equals("mangle")) && chain.equals("PREROUTING")
                        ? "-m rpfilter" + draw.of("", " --invert", " --loose")
                        : "";
            default -> draw.once(4) ? "-f" : "-m helper --helper ftp";
        };
    }

    private String tcpMatch() {
        return draw.of(
                "--dport " + port(),
                "--dport " + port(),
                "--sport " + port(),
                "--syn",
                "! --syn",
                "--tcp-flags " + draw.of("SYN,ACK SYN", "RST RST", "FIN FIN", "ALL NONE", "SYN,ACK,FIN ACK", "PSH PSH"),
                "-m multiport --dports 21,80,8000:9000",
                "-m multiport " + not() + "--ports 80,22",
                "-m tcpmss --mss " + draw.of("1460", "1:1459", "536"),
                "--tcp-option " + draw.of("2", "3", "8"),
                "-m ecn --ecn-tcp-cwr");
    }

    private String conntrackOption() {
        return draw.of(
                "--ctproto " + draw.of("tcp", "udp", "icmp"),
                not() + "--ctorigsrc " + addressOrNet(),
                not() + "--ctorigdst " + addressOrNet(),
                not() + "--ctreplsrc " + addressOrNet(),
                not() + "--ctrepldst " + addressOrNet(),
                "--ctstatus " + draw.of("NONE", "EXPECTED", "SEEN_REPLY", "ASSURED", "CONFIRMED", "SEEN_REPLY,ASSURED"),
                "--ctstate " + draw.of("SNAT", "DNAT", "SNAT,DNAT"),
                "--ctdir " + draw.of("ORIGINAL", "REPLY"),
                "--ctorigdstport " + draw.of("80", "22:514"),
                "--ctreplsrcport " + draw.of("80", "8080"));
    }

    private String addrtype(String chain) {
        String type = draw.of("LOCAL", "UNICAST", "BROADCAST");
        String limit = draw.once(4) && chain.equals("PREROUTING") ? " --limit-iface-in" : "";
        return not() + draw.of("--dst-type ", "--src-type ") + type + limit;
    }

    private String target(String table, String chain, String protocol) {
        boolean ports = protocol.equals("-p tcp ") || protocol.equals("-p udp ");
        if (table.equals("nat") && !draw.once(8)) {
            return switch (chain) {
                case "PREROUTING", "OUTPUT" -> destinationTarget(ports);
                case "POSTROUTING" ->
                    draw.once(3)
                            ? "-j MASQUERADE" + (ports && draw.once(4) ? " --to-ports 3000-3002" : "")
                            : sourceTarget(ports);
                default -> sourceTarget(ports);
            };
        }
        if (table.equals("mangle") && !draw.once(5)) {
            return draw.of(
                    "-j MARK --set-mark " + draw.of("1", "2", "0x10"),
                    "-j MARK --or-mark 2",
                    "-j CONNMARK --set-mark " + draw.of("1", "3"),
                    "-j CONNMARK --save-mark",
                    "-j CONNMARK --restore-mark",
                    "-j TOS --set-tos " + draw.of("0x10", "0xc0"),
                    "-j DSCP --set-dscp " + draw.of("8", "0x30"),
                    "-j TTL " + draw.of("--ttl-set 5", "--ttl-dec 1", "--ttl-inc 2"),
                    protocol.equals("-p tcp ")
                            ? "--tcp-flags SYN,RST SYN -j TCPMSS " + draw.of("--set-mss 1000", "--set-mss 500")
                            : "-j MARK --xor-mark 1");
        }
        if (table.equals("raw") && !draw.once(4)) {
            return draw.of(
                    "-j NOTRACK",
                    "-j CT --notrack",
                    "-j CT --zone 3",
                    protocol.equals("-p tcp ") ? "-j CT --helper ftp" : "-j NOTRACK");
        }
        if (table.equals("filter") && draw.once(4)) {
            return "-j REJECT"
                    + draw.of(
                            "",
                            "",
                            " --reject-with icmp-host-prohibited",
                            " --reject-with icmp-admin-prohibited",
                            " --reject-with icmp-net-unreachable",
                            protocol.equals("-p tcp ") ? " --reject-with tcp-reset" : "");
        }
        if (draw.once(12) && !setNames.isEmpty()) {
            return "-j SET --add-set s1 " + draw.of("src", "dst");
        }
        if (draw.once(25)) {
            return "-j LOG --log-prefix " + draw.of("a:", "b:") + draw.of("", " --log-ip-options", " --log-uid");
        }
        return draw.of("-j ACCEPT", "-j ACCEPT", "-j ACCEPT", "-j DROP", "-j RETURN", "");
    }

    private String destinationTarget(boolean ports) {
        String port = ports ? draw.of("", "", ":80", ":8080", ":514", ":2121") : "";
        return draw.of(
                "-j DNAT --to-destination " + address() + port,
                "-j DNAT --to-destination " + address() + port,
                "-j DNAT --to-destination " + address() + port,
                "-j REDIRECT" + (ports ? draw.of("", " --to-ports 80", " --to-ports 8080", " --to-ports 22") : ""),
                "-j DNAT --to-destination 10.0.1.2-10.0.1.4" + draw.of("", " --persistent"),
                "-j NETMAP --to 10.0." + draw.number(1, 3) + ".0/24");
    }

    private String sourceTarget(boolean ports) {
        return draw.of(
                "-j SNAT --to-source " + address(),
                "-j SNAT --to-source " + address(),
                "-j SNAT --to-source " + address() + (ports ? draw.of(":7000", ":7000-7002") : ""),
                "-j SNAT --to-source 10.0.2.20-10.0.2.23" + draw.of("", " --persistent"),
                "-j NETMAP --to 10.0.3.0/24");
    }

    private String states() {
        String first = draw.of(STATES);
        String second = draw.of(STATES);
        return first.equals(second) ? first : first + "," + second;
    }

    private String not() {
        return draw.once(5) ? "! " : "";
    }

    private String card() {
        return draw.once(6) ? draw.of("lo", "eth+", "eth9") : draw.of(host.interfaces());
    }

    private String port() {
        return draw.of("80", "80", "22", "21", "514", "53", "8080", "8081", "1:1023", "40000:");
    }

    private String address() {
        return draw.of(addresses);
    }

    private String addressOrNet() {
        return draw.once(3) ? draw.of("10.0.1.0/24", "10.0.2.0/24", "10.0.0.0/16", "127.0.0.0/8") : address();
    }
}
