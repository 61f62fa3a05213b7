package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Session;
import org.ringlab.host.service.DnsMessage;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;

/** {@code nslookup} of BIND 9.18 (profile centos7: 9.11), asked by arguments or by lines of input (bin/dig/nslookup.c). */
final class NslookupCommand extends NamedCommand {
    NslookupCommand() {
        super(
                "nslookup",
                "nslookup [-type=TYPE] [-timeout=SECONDS] [-retry=N] NAME [SERVER]: ask a name server",
                "-type=",
                "-timeout=",
                "-retry=");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        boolean old = session.machine().profile() == Profile.CENTOS7;
        Talk talk = new Talk(session, io, old);
        List<String> words = args.stream().filter(a -> !a.startsWith("-")).toList();
        for (String arg : args) {
            if (arg.startsWith("-") && arg.length() > 1 && !talk.set(arg.substring(1))) {
                return 1;
            }
        }
        boolean all;
        if (words.isEmpty()) {
            all = talk.lines();
        } else {
            if (words.size() > 1 && !talk.use(words.get(1), false)) {
                return 1;
            }
            all = talk.ask(words.getFirst());
        }
        io.out().line("");
        return all ? 0 : 1;
    }

    /** What is printed where no answer came. */
    static String failure(DnsLookup.Question question, DnsLookup.Reply reply, boolean old) {
        if (old) {
            return ";; connection timed out; no servers could be reached\n";
        }
        String target = question.server() + "#" + question.port();
        String setUp = target + "(" + question.server() + ") for " + question.shownName() + " failed: ";
        String end = ";; no servers could be reached\n";
        return switch (reply.ending()) {
            case ANSWERED -> "";
            case TIMED_OUT -> (";; communications error to " + target + ": timed out\n").repeat(question.tries()) + end;
            case REFUSED ->
                (";; communications error to " + target + ": connection refused\n").repeat(question.tries()) + end;
            case FORBIDDEN ->
                (";; communications error to " + target + ": host unreachable\n").repeat(question.tries()) + end;
            case UNREACHABLE, NO_SUCH_SOURCE ->
                (";; UDP setup with " + setUp + "network unreachable.\n" + end).repeat(question.tries());
            case NO_CONNECTION ->
                (";; Connection to " + setUp + "connection refused.\n" + end).repeat(question.tries());
        };
    }

    /** One run, with what was set in it. */
    private static final class Talk {
        private final Session session;
        private final Streams io;
        private final boolean old;
        private Ipv4Address server;
        private String serverName;
        private String type = "";
        private int port = 53;
        private int seconds = 5;
        private int tries = 3;

        Talk(Session session, Streams io, boolean old) {
            this.session = session;
            this.io = io;
            this.old = old;
            server = DnsLookup.servers(session).stream().findFirst().orElse(Ipv4Address.LOOPBACK);
            serverName = server.toString();
        }

        /** Takes an option; false where it isn't simulated, which it says. */
        boolean set(String option) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            String value = equals < 0 ? "" : option.substring(equals + 1);
            switch (name) {
                case "type", "querytype", "query", "qu", "q", "ty" -> {
                    if (DnsMessage.type(value).isPresent()) {
                        type = value.toUpperCase(Locale.ROOT);
                    } else {
                        io.out().line("unknown query type: " + value);
                    }
                }
                case "timeout", "t" -> seconds = Math.max(1, Texts.number(value).orElse(5));
                case "retry", "ret" -> tries = Math.max(1, Texts.number(value).orElse(3));
                case "port", "po" -> port = Texts.number(value).orElse(53);
                case "recurse", "norecurse", "search", "nosearch", "defname", "nodefname", "fail", "nofail" -> {}
                case "debug", "d2", "all", "class", "cl", "domain", "do", "vc", "ndots", "srchlist" -> {
                    io.err().line("nslookup: not simulated: -" + name);
                    return false;
                }
                default -> io.out().line("*** Invalid option: " + option);
            }
            return true;
        }

        /** Asks another server from now on; false where its name isn't known. */
        boolean use(String name, boolean told) {
            Optional<Ipv4Address> address = Names.address(session, name);
            if (address.isEmpty()) {
                io.err().line("nslookup: couldn't get address for '" + name + "': not found");
                return false;
            }
            server = address.get();
            serverName = name;
            if (told) {
                io.out().print("Default server: " + name + "\nAddress: " + server + "#" + port + "\n");
            }
            return true;
        }

        /** Obeys lines of input; whether a question was answered and none went wrong. */
        boolean lines() {
            boolean all = false;
            for (String line = io.in().line(); line != null; line = io.in().line()) {
                List<String> words = List.of(line.strip().split("\\s+"));
                switch (words.getFirst()) {
                    case "" -> {}
                    case "exit" -> {
                        return all;
                    }
                    case "server", "lserver" -> use(words.size() > 1 ? words.get(1) : "", true);
                    case "set" -> {
                        if (words.size() > 1 && !set(words.get(1))) {
                            return false;
                        }
                    }
                    case "ls", "root", "finger", "view", "help", "?" -> {
                        io.err().line("nslookup: not simulated: " + words.getFirst());
                        return false;
                    }
                    default -> {
                        if (words.size() > 1 && !use(words.get(1), false)) {
                            return false;
                        }
                        all = ask(words.getFirst());
                    }
                }
            }
            return all;
        }

        boolean ask(String name) {
            boolean reverse = Ipv4Address.parse(name).isPresent();
            String asked = reverse ? DnsMessage.reverse(name) : name;
            String kind = reverse ? "PTR" : type.isEmpty() ? "A" : type;
            DnsLookup.Question question = new DnsLookup.Question(
                    server, port, asked, DnsMessage.type(kind).orElse(1), seconds, tries);
            DnsLookup.Reply reply = DnsLookup.ask(session, question, old);
            if (reply.ending() != DnsLookup.Ending.ANSWERED) {
                io.out().print(failure(question, reply, old));
                return false;
            }
            List<String> addresses = kind.equals("A") ? reply.addresses() : List.of();
            if (kind.equals("A") && type.isEmpty() && !old && !reply.unknown()) {
                int more = DnsMessage.type("AAAA").orElse(28);
                DnsLookup.ask(session, new DnsLookup.Question(server, port, asked, more, seconds, tries), false);
            }
            if (!reverse) {
                io.out().print("Server:\t\t" + serverName + "\nAddress:\t" + server + "#" + port + "\n\n");
            }
            if (reply.unknown()) {
                io.out().line("** server can't find " + question.shownName() + ": NXDOMAIN");
                return false;
            }
            io.out().print((reply.message().at(2) & 4) == 0 ? "Non-authoritative answer:\n" : "");
            addresses.forEach(a -> io.out().line("Name:\t" + question.shownName() + "\nAddress: " + a));
            if (addresses.isEmpty()) {
                io.out().line("*** Can't find " + question.shownName() + ": No answer");
                io.out()
                        .print(
                                kind.equals("A") || kind.equals("AAAA")
                                        ? ""
                                        : "\nAuthoritative answers can be found from:\n");
            }
            return true;
        }
    }
}
