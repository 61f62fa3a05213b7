package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Session;
import org.ringlab.host.service.DnsMessage;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;

/** {@code dig} of BIND 9.18 (profile centos7: 9.11), its words taken apart as {@code bin/dig/dig.c} does. */
final class DigCommand extends NamedCommand {
    private static final String USAGE = """
            Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}
                        {global-d-opt} host [@local-server] {local-d-opt}
                        [ host [@local-server] {local-d-opt} [...]]

            Use "dig -h" (or "dig -h | more") for complete list of options
            """;

    private static final List<String> FLAGS = List.of(
            "short",
            "all",
            "answer",
            "question",
            "stats",
            "comments",
            "cmd",
            "ttlid",
            "class",
            "identify",
            "tcp",
            "vc");

    /** Options that change nothing about what a lab's servers answer. */
    private static final List<String> IDLE = List.of(
            "adflag",
            "additional",
            "aaonly",
            "authority",
            "badcookie",
            "besteffort",
            "cdflag",
            "cookie",
            "crypto",
            "defname",
            "dns64prefix",
            "edns",
            "expandaaaa",
            "expire",
            "fail",
            "ignore",
            "keepalive",
            "mapped",
            "ndots",
            "nssearch0",
            "rec",
            "recurse",
            "rrcomments",
            "search",
            "showsearch",
            "split",
            "tcflag",
            "unknownformat",
            "zflag",
            "bufsize",
            "domain",
            "subnet",
            "padding");

    private static final List<String> LEFT_OUT = List.of(
            "dnssec",
            "do",
            "ednsflags",
            "ednsnegotiation",
            "ednsopt",
            "header-only",
            "https",
            "https-get",
            "idnin",
            "idnout",
            "keepopen",
            "multiline",
            "noidnout",
            "nsid",
            "nssearch",
            "onesoa",
            "opcode",
            "qid",
            "qr",
            "raflag",
            "sigchase",
            "tls",
            "tls-ca",
            "topdown",
            "trace",
            "ttlunits",
            "yaml",
            "zoneversion",
            "coflag",
            "proxy");

    DigCommand() {
        super(
                "dig",
                "dig [@SERVER] NAME [TYPE] [-x ADDRESS] [-p PORT] [-b ADDRESS] [+short] [+noall] [+answer] [+tcp]"
                        + " [+time=SECONDS] [+tries=N]: ask a name server",
                "+short",
                "+noall",
                "+answer",
                "+tcp",
                "-x",
                "-t",
                "-p",
                "-b");
    }

    /** What is asked, so far as it was read. */
    private static final class Plan {
        private final List<String> names = new ArrayList<>();
        private final List<Integer> types = new ArrayList<>();
        private final DigText.Shown shown = new DigText.Shown();
        private String server = "";
        private String source = "";
        private String version = "";
        private int port = 53;
        private int seconds = 5;
        private int tries = 3;
        private boolean tcp;
        private String warning = "";
        private @Nullable String leftOut;
        private @Nullable String invalid;
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        boolean old = session.machine().profile() == Profile.CENTOS7;
        String version = old ? "9.11.4-P2-RedHat-9.11.4-26.P2.el7" : "9.18.49-1~deb12u3-Debian";
        Plan plan = plan(args);
        if (plan.invalid != null) {
            io.err().print("Invalid option: " + plan.invalid + "\n" + USAGE);
            return 1;
        }
        if (plan.version.equals("-v")) {
            io.out().line("DiG " + version);
            return 0;
        }
        if (plan.leftOut != null) {
            io.err().line("dig: not simulated: " + plan.leftOut);
            return 1;
        }
        io.err().print(plan.warning);
        boolean at = !plan.server.isEmpty();
        List<Ipv4Address> servers =
                at ? Names.address(session, plan.server).stream().toList() : DnsLookup.servers(session);
        if (at && servers.isEmpty()) {
            io.err().line("dig: couldn't get address for '" + plan.server + "': not found");
            return old ? 10 : 1;
        }
        // libresolv's default where the file names none
        Ipv4Address server = servers.isEmpty() ? Ipv4Address.LOOPBACK : servers.getFirst();
        if (plan.names.isEmpty()) {
            plan.names.add(".");
            plan.types.add(DnsMessage.type("NS").orElse(2));
        }
        String now = DateCommand.text(session.machine()).replaceFirst(" (\\d{4})$", " UTC $1");
        DigText text = new DigText(plan.shown, server, plan.port, old, now, io);
        String greeting = "\n; <<>> DiG " + version + " <<>>" + (args.isEmpty() ? "" : " " + String.join(" ", args))
                + "\n" + (at ? "; (1 server found)\n" : "") + ";; global options: +cmd\n";
        int status = 0;
        for (int i = 0; i < plan.names.size(); i++) {
            DnsLookup.Question question = new DnsLookup.Question(
                    server, plan.port, plan.names.get(i), plan.types.get(i), plan.seconds, plan.tries);
            Optional<Ipv4Address> source = Ipv4Address.parse(plan.source);
            boolean foreign =
                    source.isPresent() && !session.machine().stack().routing().isLocal(source.get());
            DnsLookup.Reply reply = foreign
                    ? DnsLookup.Reply.none(DnsLookup.Ending.NO_SUCH_SOURCE)
                    : plan.tcp
                            ? DnsLookup.overTcp(session, question)
                            : DnsLookup.ask(session, question.from(source.orElse(Ipv4Address.ANY)), old);
            if (reply.ending() == DnsLookup.Ending.ANSWERED && plan.tcp) {
                io.err().line("dig: not simulated: names over TCP");
                return 1;
            }
            int one = text.print(question, reply, greeting);
            greeting = "";
            status = one == 0 ? status : one;
        }
        return status;
    }

    private static Plan plan(List<String> args) {
        Plan plan = new Plan();
        Optional<Integer> typeAhead = Optional.empty();
        for (int i = 0; i < args.size() && plan.invalid == null; i++) {
            String arg = args.get(i);
            if (arg.startsWith("@")) {
                plan.server = arg.substring(1);
            } else if (arg.startsWith("+")) {
                plus(plan, arg);
            } else if (arg.startsWith("-") && arg.length() > 1) {
                char letter = arg.charAt(1);
                boolean valued = "xtqpbcfkyi".indexOf(letter) >= 0;
                String value =
                        !valued ? "" : arg.length() > 2 ? arg.substring(2) : i + 1 < args.size() ? args.get(++i) : "";
                OptionalInt type = DnsMessage.type(value);
                switch (letter) {
                    case '4', 'u', 'r', 'm', 'c' -> {}
                    case 'v' -> plan.version = "-v";
                    case 'x' -> {
                        plan.names.add(DnsMessage.reverse(value));
                        plan.types.add(DnsMessage.type("PTR").orElse(12));
                    }
                    case 't' -> {
                        if (type.isEmpty()) {
                            plan.warning += ";; Warning, ignoring invalid type " + value + "\n";
                        } else {
                            typeAhead = typed(plan, type.getAsInt());
                        }
                    }
                    case 'q' -> {
                        plan.names.add(value);
                        plan.types.add(typeAhead.orElse(1));
                    }
                    case 'p' -> plan.port = Texts.number(value).orElse(53);
                    case 'b' -> plan.source = value.replaceFirst("#.*", "");
                    case '6', 'f', 'k', 'y', 'i', 'h' -> plan.leftOut = arg;
                    default -> plan.invalid = arg;
                }
            } else if (DnsMessage.type(arg).isPresent()) {
                typeAhead = typed(plan, DnsMessage.type(arg).getAsInt());
            } else if (!arg.equalsIgnoreCase("in")) {
                plan.names.add(arg);
                plan.types.add(typeAhead.orElse(1));
                typeAhead = Optional.empty();
            }
        }
        return plan;
    }

    /** A type is about the last name; before any it waits for the first. */
    private static Optional<Integer> typed(Plan plan, int type) {
        if (plan.names.isEmpty()) {
            return Optional.of(type);
        }
        plan.types.set(plan.types.size() - 1, type);
        return Optional.empty();
    }

    private static void plus(Plan plan, String arg) {
        String word = arg.substring(1).toLowerCase(Locale.ROOT);
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        int value = equals < 0 ? 0 : Texts.number(word.substring(equals + 1)).orElse(0);
        boolean off = name.startsWith("no") && !name.equals("nodes");
        String flag = off ? name.substring(2) : name;
        if (List.of("time", "timeout").contains(name)) {
            plan.seconds = Math.max(1, value);
        } else if (name.equals("tries")) {
            plan.tries = Math.max(1, value);
        } else if (name.equals("retry")) {
            plan.tries = value + 1;
        } else if (flag.equals("tcp") || flag.equals("vc")) {
            plan.tcp = !off;
        } else if (FLAGS.contains(flag)) {
            plan.shown.set(flag, !off);
        } else if (LEFT_OUT.contains(flag)) {
            plan.leftOut = off ? plan.leftOut : arg;
        } else if (!IDLE.contains(flag)) {
            plan.invalid = arg;
        }
    }
}
