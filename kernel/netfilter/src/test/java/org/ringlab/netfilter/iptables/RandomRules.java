package org.ringlab.netfilter.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.ringlab.common.SeededRandom;

/**
 * Rules as somebody could type them, every match and target among them. Left out is what the real program itself
 * prints shortened: a bare {@code +} as interface, ranges of ICMP codes, and masks of {@code --ctorigsrc} that are no
 * prefix.
 */
public final class RandomRules {
    private final SeededRandom random;

    /** Always the same rules for a seed. */
    public RandomRules(long seed) {
        random = new SeededRandom(seed);
    }

    /** A saved rule set of the filter table with {@code count} rules in FORWARD and chains of its own. */
    public String dump(int count) {
        StringBuilder s = new StringBuilder("*filter\n:INPUT DROP [0:0]\n:web - [0:0]\n:ssh-in - [0:0]\n");
        for (int i = 0; i < count; i++) {
            s.append("-A ").append(one("FORWARD", "web")).append(rule()).append('\n');
        }
        return s.append("COMMIT\n").toString();
    }

    private String rule() {
        List<Supplier<String>> parts = new ArrayList<>(List.of(
                () -> not() + "-s " + network(),
                () -> not() + "-d " + network(),
                () -> not() + "-i " + one("eth0", "eth+", "lo"),
                () -> not() + "-o " + one("eth1", "tun+"),
                () -> not() + "-f",
                () -> "-m state " + not() + "--state "
                        + several("NEW", "ESTABLISHED", "RELATED", "INVALID", "UNTRACKED"),
                this::conntrack,
                () -> "-m comment --comment " + one("plain", "\"two words\"", "\"it's \\\"quoted\\\"\"", "\"中文 说明\""),
                () -> "-m mark " + not() + "--mark " + one("1", "0x10/0xff", "0", "0xffffffff"),
                () -> "-m connmark " + not() + "--mark " + one("1", "0x10/0xff"),
                () -> "-m limit --limit " + one("1/s", "10/minute", "3/hour", "7/day", "1000/s")
                        + one("", " --limit-burst 20"),
                () -> "-m statistic --mode " + one("random", "random !") + " --probability 0.25",
                () -> "-m statistic --mode nth " + not() + "--every 5 --packet " + number(5),
                () -> "-m string --algo " + one("bm", "kmp") + " " + not()
                        + one(
                                "--string \"a b\"",
                                "--string \"it's\"",
                                "--hex-string \"|00ff41|\"",
                                "--string x --icase"),
                () -> "-m connbytes " + not() + "--connbytes " + one("10", "10:99") + " --connbytes-mode "
                        + one("packets", "bytes", "avgpkt") + " --connbytes-dir " + one("original", "reply", "both"),
                () -> "-m connlimit " + one("--connlimit-above ", "--connlimit-upto ") + number(9)
                        + one("", " --connlimit-mask 24", " --connlimit-daddr"),
                () -> "-m physdev " + not() + "--physdev-in " + one("eth0", "tap+") + one("", " --physdev-is-bridged"),
                () -> "-m quota " + not() + "--quota " + (1 + number(10_000)),
                () -> "-m time " + one("--timestart 22:00 --timestop 06:00:30 ", "") + "--weekdays "
                        + several("Mon", "Wed", "Sun")
                        + one("", " --monthdays 1,2,31", " --datestart 2026-02-03T04:05:06"),
                () -> "-m recent " + not() + one("--set", "--rcheck --seconds 9 --reap", "--update --hitcount 3 --rttl")
                        + " --name list" + number(3) + one("", " --rdest"),
                () -> "-m hashlimit --hashlimit-" + one("upto ", "above ") + one("3/hour", "10/sec", "5kb/s")
                        + " --hashlimit-name h" + number(9) + one("", " --hashlimit-mode srcip,dstport"),
                () -> "-m mac " + not() + "--mac-source 02:00:00:0a:00:0" + number(10),
                () -> "-m ttl " + one("--ttl-lt ", "--ttl-gt ", "--ttl-eq ", "! --ttl-eq ") + number(256),
                () -> "-m length " + not() + "--length " + one("", "0:") + (1 + number(65535)),
                () -> "-m tos " + not() + "--tos " + one("Minimize-Cost", "0x10", "0x08/0x3f"),
                () -> "-m dscp " + not() + one("--dscp-class AF21", "--dscp 0x" + Integer.toHexString(number(64))),
                () -> "-m pkttype " + not() + "--pkt-type " + one("unicast", "broadcast", "multicast"),
                () -> "-m addrtype " + not() + "--src-type " + several("LOCAL", "UNICAST", "MULTICAST")
                        + one("", " --dst-type BROADCAST"),
                () -> "-m iprange " + not() + "--src-range 10.0.0." + number(100) + "-10.0.1." + number(256)
                        + one("", " ! --dst-range 1.1.1.1-2.2.2.2")));
        StringBuilder s = new StringBuilder(protocol());
        for (Supplier<String> part : parts) {
            if (number(6) == 0) {
                s.append(' ').append(part.get());
            }
        }
        return s.toString() + target();
    }

    private String protocol() {
        return switch (number(7)) {
            case 0 ->
                " -p tcp -m tcp " + ports()
                        + one("", " --syn", " ! --syn", " --tcp-flags SYN,FIN SYN", " --tcp-option 2")
                        + one("", " -m tcpmss " + not() + "--mss " + one("536", "500:1460"));
            case 1 -> " -p udp -m udp " + ports();
            case 2 ->
                " -p icmp -m icmp " + not() + "--icmp-type "
                        + one("8", "3/1", "echo-reply", "any", "fragmentation-needed");
            case 3 ->
                " -p " + one("tcp", "udp", "sctp") + " -m multiport " + not()
                        + one("--sports ", "--dports ", "--ports ") + one("22,80,443", "1:1024,8080", "5353");
            case 4 -> " " + not() + "-p " + one("gre", "50", "icmp", "tcp");
            default -> "";
        };
    }

    private String ports() {
        return not() + "--dport " + one("80", "1000:2000", "ssh") + one("", " --sport 1024:", " ! --sport 53");
    }

    private String conntrack() {
        return "-m conntrack "
                + switch (number(8)) {
                    case 0 -> not() + "--ctstate " + several("NEW", "ESTABLISHED", "SNAT", "DNAT");
                    case 1 -> not() + "--ctproto " + one("tcp", "17");
                    case 2 ->
                        not() + "--" + one("ctorigsrc", "ctorigdst", "ctreplsrc", "ctrepldst") + " "
                                + one("10.0.0.0/24", "1.1.1.1");
                    case 3 ->
                        not() + "--" + one("ctorigsrcport", "ctorigdstport", "ctreplsrcport", "ctrepldstport") + " "
                                + one("80", "1:1023");
                    case 4 -> not() + "--ctstatus " + several("EXPECTED", "SEEN_REPLY", "ASSURED", "CONFIRMED");
                    case 5 -> not() + "--ctstatus NONE";
                    case 6 -> not() + "--ctexpire " + one("10", "10:20");
                    default -> "--ctdir " + one("ORIGINAL", "REPLY") + " --ctstate NEW";
                };
    }

    private String target() {
        return one(
                "",
                " -j ACCEPT",
                " -j DROP",
                " -j RETURN",
                " -j ssh-in",
                " -g ssh-in",
                " -j REJECT",
                " -j REJECT --reject-with icmp-host-prohibited",
                " -j LOG",
                " -j MARK --set-xmark 0x1/" + one("0xff", "0xffffffff", "0x1"),
                " -j CONNMARK " + one("--save-mark", "--restore-mark --mask 0xff", "--set-mark 1"),
                " -j LOG --log-prefix \"drop: \" --log-level info --log-tcp-options --log-uid");
    }

    private String network() {
        return one("10.1.2.3", "192.168.0.0/16", "10.0.12.0/255.0.255.0", "172.18.133.212/17");
    }

    private String not() {
        return one("", "", "! ");
    }

    /** A number below {@code bound}. */
    public int number(int bound) {
        return random.nextInt(bound);
    }

    /** One of the words. */
    public String one(String... words) {
        return words[number(words.length)];
    }

    private String several(String... words) {
        List<String> chosen = new ArrayList<>();
        for (String word : words) {
            if (number(2) == 0) {
                chosen.add(word);
            }
        }
        return chosen.isEmpty() ? words[0] : String.join(",", chosen);
    }
}
