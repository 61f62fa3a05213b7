package org.ringlab.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.ringlab.common.SeededRandom;

/** Rules as somebody could type them, with every condition that a packet alone decides. */
final class RandomRules {
    private final SeededRandom random;

    RandomRules(long seed) {
        random = new SeededRandom(seed);
    }

    /** A saved filter table with {@code count} rules in FORWARD and two chains of its own. */
    String filter(int count) {
        StringBuilder s = new StringBuilder("*filter\n:INPUT ACCEPT [0:0]\n:FORWARD " + one("ACCEPT", "DROP")
                + " [0:0]\n:web - [0:0]\n:deep - [0:0]\n");
        for (int i = 0; i < count; i++) {
            String chain = one("FORWARD", "FORWARD", "web", "deep");
            s.append("-A ")
                    .append(chain)
                    .append(conditions())
                    .append(target(chain))
                    .append('\n');
        }
        return s.append("COMMIT\n").toString();
    }

    /** Commands for a gateway: rules of FORWARD and INPUT, of mangle, and translations. */
    List<String> gateway(int count) {
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            commands.add("iptables -A " + one("FORWARD", "FORWARD", "INPUT") + simple()
                    + one(" -j ACCEPT", " -j DROP", " -j REJECT", " -j REJECT --reject-with icmp-host-prohibited"));
        }
        commands.add(
                one(
                        "true",
                        "iptables -t nat -A POSTROUTING -o eth1 -j MASQUERADE",
                        "iptables -t nat -A POSTROUTING -s 192.168.66.0/24 ! -d 192.168.0.0/16 -j SNAT --to-source 172.18.133.99"));
        commands.add(one(
                "true",
                "iptables -t nat -A PREROUTING -p tcp --dport 80 -j DNAT --to-destination 172.18.133.212:22",
                "iptables -t nat -A PREROUTING -d 172.18.133.210 -p tcp -j DNAT --to-destination 192.168.66.132",
                "iptables -t nat -A PREROUTING -p udp --dport 53 -j REDIRECT --to-ports 5353",
                "iptables -t nat -A PREROUTING -d 10.9.9.0/24 -j NETMAP --to 172.18.133.0/24"));
        commands.add(one(
                "true",
                "iptables -t mangle -A PREROUTING -p tcp --dport 22 -j MARK --set-mark 1",
                "iptables -t mangle -A FORWARD -p icmp -j TTL --ttl-set 3",
                "iptables -t mangle -A FORWARD -j TOS --set-tos 0x10"));
        commands.add(one("true", "iptables -P FORWARD DROP", "iptables -t raw -A PREROUTING -p udp -j NOTRACK"));
        return commands;
    }

    private String simple() {
        return one("", " -s 192.168.66.132", " ! -d 172.18.133.212", " -i eth0", " -i eth1 -p udp")
                + one(
                        "",
                        " -m state --state NEW",
                        " -m mark --mark 1",
                        " -m ttl --ttl-lt 5",
                        " -m conntrack --ctstate DNAT",
                        " -m conntrack --ctorigdst 172.18.133.210",
                        " -m addrtype --dst-type LOCAL",
                        " -m tos --tos 0x10",
                        " -m state ! --state UNTRACKED",
                        " -m length --length 0:84");
    }

    private String conditions() {
        List<Supplier<String>> parts = List.of(
                () -> not() + "-s " + network(),
                () -> not() + "-d " + network(),
                () -> not() + "-i " + one("eth0", "eth+", "lo"),
                () -> not() + "-o " + one("eth1", "tun+"),
                () -> not() + "-f",
                () -> "-m state " + not() + "--state " + states(),
                this::conntrack,
                () -> "-m comment --comment plain",
                () -> "-m mark " + not() + "--mark " + one("1", "0x10/0xff", "0"),
                () -> "-m connmark " + not() + "--mark " + one("1", "0/0xff"),
                () -> "-m mac " + not() + "--mac-source 00:00:00:00:00:0" + random.nextInt(8),
                () -> "-m ttl " + one("--ttl-lt ", "--ttl-gt ", "--ttl-eq ", "! --ttl-eq ")
                        + one("1", "64", "0", "255"),
                () -> "-m length " + not() + "--length " + one("60", "0:84", "84:1500"),
                () -> "-m tos " + not() + "--tos " + one("0x10", "0x08/0x3f"),
                () -> "-m dscp " + not() + "--dscp " + one("0x04", "0"),
                () -> "-m ecn " + not() + "--ecn-ip-ect 0",
                () -> "-m pkttype " + not() + "--pkt-type " + one("unicast", "broadcast", "multicast"),
                () -> "-m iprange " + not() + "--src-range 10.1.2.0-10.1.2.9"
                        + one("", " ! --dst-range 1.1.1.1-192.168.2.2"));
        StringBuilder s = new StringBuilder(protocol());
        for (Supplier<String> part : parts) {
            if (random.nextInt(7) == 0) {
                s.append(' ').append(part.get());
            }
        }
        return s.toString();
    }

    private String protocol() {
        return switch (random.nextInt(8)) {
            case 0 ->
                " -p tcp -m tcp " + ports()
                        + one("", " --syn", " ! --syn", " --tcp-flags SYN,FIN SYN", " --tcp-option 2")
                        + one("", " -m tcpmss " + not() + "--mss 0:5");
            case 1 -> " -p udp -m udp " + ports();
            case 2 -> " -p icmp -m icmp " + not() + "--icmp-type " + one("8", "3/1", "echo-reply", "any");
            case 3 ->
                " -p " + one("tcp", "udp", "sctp") + " -m multiport " + not()
                        + one("--sports ", "--dports ", "--ports ") + one("22,80,443", "1:1024,1500", "53");
            case 4 -> " " + not() + "-p " + one("gre", "icmp", "tcp", "udp");
            default -> "";
        };
    }

    private String ports() {
        return not() + "--dport " + one("80", "1000:2000", "ssh") + one("", " --sport 1024:", " ! --sport 53");
    }

    private String conntrack() {
        return "-m conntrack "
                + switch (random.nextInt(6)) {
                    case 0 -> not() + "--ctstate " + one("NEW", "ESTABLISHED,RELATED", "SNAT", "DNAT", "INVALID");
                    case 1 -> not() + "--ctproto " + one("tcp", "17");
                    case 2 ->
                        not() + "--" + one("ctorigsrc", "ctorigdst", "ctreplsrc", "ctrepldst") + " "
                                + one("10.1.0.0/16", "1.1.1.1");
                    case 3 ->
                        not() + "--" + one("ctorigsrcport", "ctorigdstport", "ctreplsrcport", "ctrepldstport") + " "
                                + one("80", "1:1023");
                    case 4 -> not() + "--ctstatus " + one("EXPECTED", "SEEN_REPLY", "ASSURED", "CONFIRMED", "NONE");
                    default -> "--ctdir " + one("ORIGINAL", "REPLY");
                };
    }

    private String target(String chain) {
        String user = chain.equals("FORWARD") ? one("web", "deep") : "deep";
        return chain.equals("deep")
                ? one("", " -j ACCEPT", " -j DROP", " -j RETURN", " -j REJECT", " -j MARK --set-xmark 0x1/0xff")
                : one(
                        "",
                        " -j ACCEPT",
                        " -j DROP",
                        " -j RETURN",
                        " -j " + user,
                        " -g " + user,
                        " -j REJECT --reject-with icmp-host-prohibited",
                        " -j LOG",
                        " -j MARK --set-xmark 0x11/0xffffffff",
                        " -j CONNMARK --set-mark 1",
                        " -j CONNMARK --save-mark");
    }

    private String states() {
        return one("NEW", "ESTABLISHED", "RELATED,ESTABLISHED", "INVALID", "UNTRACKED,NEW");
    }

    private String network() {
        return one("10.1.2.3", "192.168.0.0/16", "10.0.2.0/255.0.255.0", "172.18.133.212/17");
    }

    private String not() {
        return one("", "", "! ");
    }

    private String one(String... words) {
        return words[random.nextInt(words.length)];
    }
}
