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
            "address",
            "addrlabel",
            "maddress",
            "route",
            "rule",
            "neighbor",
            "neighbour",
            "ntable",
            "link",
            "tunnel",
            "tuntap",
            "xfrm",
            "netns",
            "vrf",
            "help");

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
     */
    record Style(boolean brief, boolean oneLine, boolean inetOnly, boolean details) {}

    @Override
    public int run(Session session, List<String> args, Streams io) {
        List<String> words = new ArrayList<>(args);
        boolean brief = false;
        boolean oneLine = false;
        boolean inetOnly = false;
        boolean details = false;
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
                case "s", "c", "N", "r", "h" -> {}
                case "V", "Version" -> {
                    io.out().line("ip utility, simulated by Ringlab");
                    return 0;
                }
                case "6" -> {
                    io.err().line("ip: not simulated: IPv6");
                    return 1;
                }
                default -> {
                    io.err().line("Option \"-" + option + "\" is unknown, try \"ip -help\".");
                    return MISUSE;
                }
            }
        }
        if (words.isEmpty()) {
            io.err()
                    .line("Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }\n"
                            + "where  OBJECT := { address | link | neighbour | netns | route | rule | tunnel | tuntap }\n"
                            + "       OPTIONS := { -4 | -br[ief] | -o[neline] | -n[etns] NAME }");
            return MISUSE;
        }
        Style style = new Style(brief, oneLine, inetOnly, details);
        String object = words.remove(0);
        Optional<String> full =
                OBJECTS.stream().filter(o -> o.startsWith(object)).findFirst();
        return switch (full.orElse("")) {
            case "address" -> new IpAddress(session, io, style).run(words);
            case "link" -> new IpLink(session, io, style).run(words);
            case "route" -> new IpRoute(session, io).run(words);
            case "neighbor", "neighbour" -> new IpNeighbour(session, io).run(words);
            case "rule" -> new IpRule(session, io).run(words);
            case "tunnel" -> new IpTunnels(session, io).run(words);
            case "tuntap" -> new IpTuntap(session, io).run(words);
            case "netns" -> new IpNetns(session, io).run(words, all);
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

    static int unknownCommand(Streams io, String word, String object) {
        io.err().line("Command \"" + word + "\" is unknown, try \"ip " + object + " help\".");
        return MISUSE;
    }

    static int incomplete(Streams io) {
        io.err().line("Command line is not complete. Try option \"help\"");
        return MISUSE;
    }

    static int garbage(Streams io, String expected, String word) {
        io.err().line("Error: either \"" + expected + "\" is duplicate, or \"" + word + "\" is a garbage.");
        return MISUSE;
    }

    static int noDevice(Streams io, String name) {
        io.err().line("Cannot find device \"" + name + "\"");
        return 1;
    }
}
