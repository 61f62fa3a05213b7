package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.stack.NetInterface;

/** {@code ip} of iproute2: objects address, link, route, neighbour, rule, netns, tunnel and tuntap; any unique beginning of a word will do. */
final class IpCommand extends NamedCommand {
    private static final int MISUSE = 255;
    private static final List<String> OBJECTS = List.of(
            ("address addrlabel maddress route rule neighbor neighbour ntable ntbl link l2tp fou ila macsec tunnel tuntap tap"
                            + " token tcpmetrics tcp_metrics monitor xfrm mroute mrule netns netconf vrf sr nexthop mptcp ioam"
                            + " help stats amt")
                    .split(" "));

    /** Options that are real, and have no effect here that could be seen. */
    private static final List<String> SILENT = List.of("color", "resolve", "human-readable", "0", "B", "M", "I", "D");

    private static final List<String> NOT_SIMULATED = List.of(
            "json", "pretty", "loops", "rcvbuf", "batch", "force", "timestamp", "tshort", "iec", "echo", "Numeric");

    /** What the objects' own commands are called that aren't simulated. */
    private static final List<String> OTHER_COMMANDS = List.of(
            "help",
            "save",
            "restore",
            "showdump",
            "property",
            "xstats",
            "afstats",
            "attach",
            "set",
            "identify",
            "pids",
            "monitor",
            "list-id",
            "get",
            "prl",
            "6rd");

    IpCommand() {
        super(
                "ip",
                "ip [-4] [-br] [-n NS] addr|link|route|neigh|netns|rule|tunnel [show|add|del|set|get|exec] …: addresses, cards, routes",
                "addr",
                "link",
                "route",
                "neigh",
                "netns",
                "tunnel",
                "exec",
                "type",
                "veth",
                "peer",
                "bridge",
                "master",
                "nomaster",
                "name",
                "show",
                "add",
                "del",
                "set",
                "get",
                "replace",
                "flush",
                "dev",
                "via",
                "default",
                "up",
                "down",
                "mtu",
                "metric",
                "src");
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        List<String> words = new ArrayList<>(session.machine().namespaces().keySet());
        session.machine().stack().interfaces().stream().map(NetInterface::name).forEach(words::add);
        return words;
    }

    /**
     * What the options in front of the object say.
     *
     * @param brief {@code -br}
     * @param oneLine {@code -o}
     * @param inetOnly {@code -4}
     * @param details {@code -d}
     * @param statistics how many {@code -s}
     */
    record Style(boolean brief, boolean oneLine, boolean inetOnly, boolean details, int statistics) {}

    @Override
    public int run(Session session, List<String> args, Streams io) {
        List<String> words = new ArrayList<>(args);
        boolean brief = false;
        boolean oneLine = false;
        boolean inetOnly = false;
        boolean details = false;
        int statistics = 0;
        boolean all = false;
        while (!words.isEmpty() && words.get(0).startsWith("-")) {
            String option = words.remove(0).replaceFirst("^--?", "");
            switch (option) {
                case "br", "brief" -> brief = true;
                case "o", "oneline" -> oneLine = true;
                case "4" -> inetOnly = true;
                case "a", "all" -> all = true;
                case "n", "netns" -> {
                    if (words.isEmpty()) {
                        return incomplete(io);
                    }
                    Optional<Machine> namespace = IpNetns.open(session, words.remove(0), io);
                    if (namespace.isEmpty()) {
                        return MISUSE;
                    }
                    IpNetns.enter(session, namespace.get());
                }
                case "d", "details" -> details = true;
                case "s", "stats", "statistics" -> statistics++;
                case "V", "Version" -> {
                    io.out().line(IpUsage.version(session.machine().profile()));
                    return 0;
                }
                case "f", "family" -> {
                    String family = words.isEmpty() ? "" : words.remove(0);
                    if (!family.equals("inet")) {
                        return family(family, io);
                    }
                    inetOnly = true;
                }
                case "6" -> {
                    return family("inet6", io);
                }
                default -> {
                    String name = option.replaceFirst("=.*", "");
                    if (!name.isEmpty() && SILENT.stream().anyMatch(o -> o.startsWith(name))) {
                        continue;
                    }
                    if (!name.isEmpty() && "help".startsWith(name)) {
                        return IpUsage.print(session.machine().profile(), io.err());
                    }
                    boolean real = NOT_SIMULATED.stream().anyMatch(o -> o.startsWith(name));
                    io.err()
                            .line(
                                    real
                                            ? "ip: not simulated: -" + option
                                            : "Option \"-" + option + "\" is unknown, try \"ip -help\".");
                    return real ? 1 : MISUSE;
                }
            }
        }
        if (words.isEmpty()) {
            return IpUsage.print(session.machine().profile(), io.err());
        }
        Style style = new Style(brief, oneLine, inetOnly, details, statistics);
        String object = words.remove(0);
        Optional<String> full =
                OBJECTS.stream().filter(o -> o.startsWith(object)).findFirst();
        return switch (full.orElse("")) {
            case "address" -> new IpAddress(session, io, style).run(words);
            case "link" -> new IpLink(session, io, style).run(words);
            case "route" -> new IpRoute(session, io, style).run(words);
            case "neighbor", "neighbour" -> new IpNeighbour(session, io, style).run(words);
            case "rule" -> new IpRule(session, io, style).run(words);
            case "tunnel" -> new IpTunnels(session, io).run(words);
            case "tuntap" -> new IpTuntap(session, io).run(words);
            case "netns" -> new IpNetns(session, io).run(words, all);
            case "help" -> IpUsage.print(session.machine().profile(), io.err());
            case "" -> {
                io.err().line("Object \"" + object + "\" is unknown, try \"ip help\".");
                yield 1;
            }
            default -> {
                io.err().line("ip: not simulated: ip " + full.get());
                yield 1;
            }
        };
    }

    /** The full word that {@code word} begins, first come first served; empty where none does. */
    static String verb(String word, String... verbs) {
        for (String verb : verbs) {
            if (verb.startsWith(word)) {
                return verb;
            }
        }
        return "";
    }

    /** The kernel's refusal: since 4.x a sentence of its own, before that just {@code errno}'s text. */
    static int refused(Session session, Streams io, String sentence, String errno) {
        boolean old = session.machine().profile() == Profile.CENTOS7 || sentence.isEmpty();
        io.err().line(old ? "RTNETLINK answers: " + Errno.text(errno) : "Error: " + sentence);
        return 2;
    }

    /** The kernel's refusal as {@code errno}'s text alone. */
    static int answers(Streams io, String errno, int status) {
        io.err().line("RTNETLINK answers: " + Errno.text(errno));
        return status;
    }

    private static int family(String name, Streams io) {
        boolean real =
                List.of("inet6", "mpls", "bridge", "link", "ipx", "dnet", "any").contains(name);
        io.err()
                .line(
                        name.equals("inet6")
                                ? "ip: not simulated: IPv6"
                                : real
                                        ? "ip: not simulated: -family " + name
                                        : "Error: argument \"" + name + "\" is wrong: invalid protocol family");
        return real ? 1 : MISUSE;
    }

    static int unknownCommand(Streams io, String word, String object) {
        if (OTHER_COMMANDS.contains(word)) {
            io.err().line("ip: not simulated: ip " + object + " " + word);
            return 1;
        }
        io.err().line("Command \"" + word + "\" is unknown, try \"ip " + object + " help\".");
        return MISUSE;
    }

    static int notSimulated(Streams io, String what) {
        io.err().line("ip: not simulated: " + what);
        return 1;
    }

    static int incomplete(Streams io) {
        io.err().line("Command line is not complete. Try option \"help\"");
        return MISUSE;
    }

    static int garbage(Streams io, String expected, String word) {
        io.err().line("Error: either \"" + expected + "\" is duplicate, or \"" + word + "\" is a garbage.");
        return MISUSE;
    }

    /** {@code invarg}: a value that makes no sense, and why, which some reasons end with an empty line. */
    static int wrong(Streams io, String word, String why) {
        io.err().line("Error: argument \"" + word + "\" is wrong: " + why);
        return MISUSE;
    }

    static int noDevice(Streams io, String name) {
        io.err().line("Cannot find device \"" + name + "\"");
        return 1;
    }
}
