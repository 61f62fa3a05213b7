package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;

/** {@code dig} of BIND 9.18 (profile centos7: 9.11) for A records. */
final class DigCommand extends NamedCommand {
    private static final String OTHER_TYPES =
            "mx|ns|soa|txt|aaaa|ptr|cname|any|srv|axfr|ixfr|caa|ds|dnskey|naptr|hinfo|spf|tlsa";

    DigCommand() {
        super("dig", "dig [@SERVER] NAME [A] [+short] [+time=SECONDS] [+tries=N]: ask a name server", "+short");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Optional<String> at = args.stream()
                .filter(a -> a.startsWith("@"))
                .map(a -> a.substring(1))
                .findFirst();
        Optional<String> left = args.stream().filter(DigCommand::isLeftOut).findFirst();
        if (left.isPresent()) {
            io.err().line("dig: not simulated: " + left.get());
            return 1;
        }
        List<String> words = args.stream()
                .filter(a -> !a.startsWith("@") && !a.startsWith("+") && !a.startsWith("-"))
                .filter(a -> !a.matches("(?i)a|in"))
                .toList();
        Optional<String> type = words.stream()
                .filter(word -> word.matches("(?i)" + OTHER_TYPES))
                .findFirst();
        if (type.isPresent()) {
            io.err().line("dig: not simulated: records of type " + type.get().toUpperCase(Locale.ROOT));
            return 1;
        }
        if (words.size() > 1) {
            io.err().line("dig: not simulated: several questions");
            return 1;
        }
        String name = words.isEmpty() ? "." : words.get(0).replaceFirst("\\.$", "");
        List<Ipv4Address> servers =
                at.isPresent() ? Names.address(session, at.get()).stream().toList() : DnsLookup.servers(session);
        if (at.isPresent() && servers.isEmpty()) {
            io.err().line("dig: couldn't get address for '" + at.get() + "': not found");
            return 10;
        }
        boolean brief = args.contains("+short");
        // libresolv's default where the file names none
        Ipv4Address server = servers.isEmpty() ? Ipv4Address.LOOPBACK : servers.getFirst();
        int tries = number(args, "tries", 3);
        DnsLookup.Reply reply = DnsLookup.ask(session, server, name, number(args, "time", 5), tries);
        if (!brief || reply.ending() != DnsLookup.Ending.ANSWERED) {
            failures(session, reply, server, name, tries, io);
        }
        if (reply.ending() != DnsLookup.Ending.ANSWERED) {
            if (!brief) {
                header(session, args, at.isPresent(), io);
            }
            io.out().line(";; no servers could be reached");
            return 9;
        }
        if (brief) {
            reply.addresses().forEach(io.out()::line);
            return 0;
        }
        header(session, args, at.isPresent(), io);
        answer(session, reply, server, name, io);
        return 0;
    }

    /** Options without which the answer would be another one. */
    private static boolean isLeftOut(String arg) {
        boolean plain =
                arg.matches("@.*|-4|-t|\\+short|\\+(time|tries)=\\d{1,3}|\\+(noedns|nocookie|nosearch|recurse|rec)");
        return (arg.startsWith("+") || arg.startsWith("-")) && !plain;
    }

    private static int number(List<String> args, String option, int standard) {
        return args.stream()
                .filter(a -> a.matches("\\+" + option + "=\\d{1,3}"))
                .map(a -> Integer.parseInt(a.substring(a.indexOf('=') + 1)))
                .findFirst()
                .orElse(standard);
    }

    private static void failures(
            Session session, DnsLookup.Reply reply, Ipv4Address server, String name, int tries, Streams io) {
        String target = server + "#53";
        boolean old = session.machine().profile() == Profile.CENTOS7;
        switch (reply.ending()) {
            case ANSWERED -> {}
            case TIMED_OUT -> {
                for (int i = 0; i < tries && !old; i++) {
                    io.out().line(";; communications error to " + target + ": timed out");
                }
            }
            case REFUSED -> {
                for (int i = 0; i < tries && !old; i++) {
                    io.out().line(";; communications error to " + target + ": connection refused");
                }
            }
            case UNREACHABLE ->
                io.out()
                        .line(";; UDP setup with " + target + "(" + server + ") for " + name
                                + " failed: network unreachable.");
        }
    }

    private static void header(Session session, List<String> args, boolean oneServer, Streams io) {
        String version = session.machine().profile() == Profile.CENTOS7
                ? "9.11.4-P2-RedHat-9.11.4-26.P2.el7"
                : "9.18.49-1~deb12u3-Debian";
        io.out().line("\n; <<>> DiG " + version + " <<>> " + String.join(" ", args));
        if (oneServer) {
            io.out().line("; (1 server found)");
        }
        io.out().line(";; global options: +cmd");
    }

    private static void answer(Session session, DnsLookup.Reply reply, Ipv4Address server, String name, Streams io) {
        boolean found = reply.found();
        int flags = reply.message().at(2) << 8 | reply.message().at(3);
        io.out().line(";; Got answer:");
        io.out()
                .line(";; ->>HEADER<<- opcode: QUERY, status: " + (found ? "NOERROR" : "NXDOMAIN") + ", id: "
                        + reply.id());
        io.out()
                .line(";; flags: qr" + ((flags & 0x400) != 0 ? " aa" : "") + ((flags & 0x100) != 0 ? " rd" : "")
                        + ((flags & 0x80) != 0 ? " ra" : "") + "; QUERY: 1, ANSWER: "
                        + reply.addresses().size() + ", AUTHORITY: 0, ADDITIONAL: 0");
        io.out().line("\n;; QUESTION SECTION:");
        String dotted = name.equals(".") ? "." : name + ".";
        String tabs = dotted.length() < 7 ? "\t\t\t\t" : dotted.length() < 15 ? "\t\t\t" : "\t\t";
        io.out().line(";" + dotted + tabs + "IN\tA");
        if (found) {
            io.out().line("\n;; ANSWER SECTION:");
            String gap = dotted.length() < 8 ? "\t\t\t" : dotted.length() < 16 ? "\t\t" : "\t";
            reply.addresses().forEach(a -> io.out().line(dotted + gap + "60\tIN\tA\t" + a));
        }
        io.out().line("\n;; Query time: 0 msec");
        boolean old = session.machine().profile() == Profile.CENTOS7;
        io.out().line(";; SERVER: " + server + "#53(" + server + ")" + (old ? "" : " (UDP)"));
        io.out().line(";; WHEN: " + DateCommand.text(session.machine()).replaceFirst(" (\\d{4})$", " UTC $1"));
        io.out().line(";; MSG SIZE  rcvd: " + reply.message().length() + "\n");
    }
}
