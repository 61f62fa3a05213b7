package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import org.ringlab.host.service.DnsMessage;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;

/** An answer as dig prints it (bin/dig/dig.c, lib/dns/masterdump.c). */
final class DigText {
    private final Shown shown;
    private final Ipv4Address server;
    private final int port;
    private final boolean old;
    private final String when;
    private final Streams io;

    /** @param when what time it is */
    DigText(Shown shown, Ipv4Address server, int port, boolean old, String when, Streams io) {
        this.when = when;
        this.shown = shown;
        this.server = server;
        this.port = port;
        this.old = old;
        this.io = io;
    }

    /** Which parts are wanted. */
    static final class Shown {
        private boolean brief;
        private boolean command = true;
        private boolean comments = true;
        private boolean question = true;
        private boolean answer = true;
        private boolean statistics = true;
        private boolean ttl = true;
        private boolean kind = true;
        private boolean identify;

        void set(String flag, boolean on) {
            switch (flag) {
                case "short" -> brief = on;
                case "all" -> {
                    comments = on;
                    question = on;
                    answer = on;
                    statistics = on;
                    command = on;
                }
                case "answer" -> answer = on;
                case "question" -> question = on;
                case "stats" -> statistics = on;
                case "comments" -> comments = on;
                case "cmd" -> command = on;
                case "ttlid" -> ttl = on;
                case "class" -> kind = on;
                default -> identify = on;
            }
        }

        private boolean greets() {
            return command && !brief;
        }
    }

    /** Prints what came of a question; the exit status. */
    int print(DnsLookup.Question question, DnsLookup.Reply reply, String greeting) {
        String target = server + "#" + port;
        String setUp = target + "(" + server + ") for " + question.shownName() + " failed: ";
        String greets = shown.greets() ? greeting : "";
        if (old && reply.ending() != DnsLookup.Ending.ANSWERED) {
            io.out().print(greets + ";; connection timed out; no servers could be reached\n");
            return 9;
        }
        String end = ";; no servers could be reached\n";
        switch (reply.ending()) {
            case ANSWERED -> {
                io.out().print(shown.brief ? "" : greets);
                answered(question, reply);
                return 0;
            }
            case TIMED_OUT ->
                io.out()
                        .print((";; communications error to " + target + ": timed out\n").repeat(question.tries())
                                + greets
                                + end);
            case REFUSED ->
                io.out()
                        .print((";; communications error to " + target + ": connection refused\n")
                                        .repeat(question.tries())
                                + greets
                                + end);
            case FORBIDDEN ->
                io.out()
                        .print((";; communications error to " + target + ": host unreachable\n")
                                        .repeat(question.tries())
                                + greets
                                + end);
            case UNREACHABLE ->
                io.out()
                        .print((";; UDP setup with " + setUp + "network unreachable.\n" + end)
                                .repeat(question.tries()));
            case NO_SUCH_SOURCE ->
                io.out()
                        .print((";; UDP setup with " + setUp + "address not available.\n" + end)
                                .repeat(question.tries()));
            case NO_CONNECTION -> io.out().print(";; Connection to " + setUp + "connection refused.\n" + end);
        }
        return 9;
    }

    private void answered(DnsLookup.Question question, DnsLookup.Reply reply) {
        List<String> addresses = question.type() == 1 ? reply.addresses() : List.of();
        if (shown.brief) {
            String by = shown.identify ? String.format(Locale.ROOT, " from server %s in 0 ms.", server) : "";
            addresses.forEach(a -> io.out().line(a + by));
            return;
        }
        String dotted =
                question.shownName().equals(".") ? "." : question.shownName().replaceFirst("\\.$", "") + ".";
        String type = DnsMessage.typeName(question.type());
        if (shown.comments) {
            io.out().print(";; Got answer:\n" + header(reply, addresses.size()) + "\n");
        }
        if (shown.question) {
            heading(";; QUESTION SECTION:");
            io.out().print(questionLine(dotted, type));
            heading("");
        }
        if (shown.answer && !addresses.isEmpty()) {
            heading(";; ANSWER SECTION:");
            addresses.forEach(a -> io.out().line(record(dotted, a)));
            heading("");
        }
        if (shown.statistics) {
            io.out().line(";; Query time: 0 msec");
            io.out().line(";; SERVER: " + server + "#" + port + "(" + server + ")" + (old ? "" : " (UDP)"));
            io.out().line(";; WHEN: " + when);
            io.out().line(";; MSG SIZE  rcvd: " + reply.message().length() + "\n");
        }
    }

    /** A line that {@code +nocomments} leaves out. */
    private void heading(String line) {
        if (shown.comments) {
            io.out().line(line);
        }
    }

    /** The two lines about a message's head. */
    static String header(DnsLookup.Reply reply, int answers) {
        int flags = reply.message().at(2) << 8 | reply.message().at(3);
        String status = (flags & 15) == 0 ? "NOERROR" : (flags & 15) == 3 ? "NXDOMAIN" : "SERVFAIL";
        return ";; ->>HEADER<<- opcode: QUERY, status: " + status + ", id: " + reply.id() + "\n;; flags: qr"
                + ((flags & 0x400) != 0 ? " aa" : "") + ((flags & 0x100) != 0 ? " rd" : "")
                + ((flags & 0x80) != 0 ? " ra" : "") + "; QUERY: 1, ANSWER: " + answers
                + ", AUTHORITY: 0, ADDITIONAL: 0\n";
    }

    static String questionLine(String dotted, String type) {
        StringBuilder line = new StringBuilder(dotted);
        column(line, 32);
        line.append("IN");
        column(line, 40);
        return ";" + line + type + "\n";
    }

    private String record(String dotted, String address) {
        StringBuilder line = new StringBuilder(dotted);
        int at = 24;
        if (shown.ttl) {
            column(line, at);
            line.append("60");
            at += 8;
        }
        if (shown.kind) {
            column(line, at);
            line.append("IN");
            at += 8;
        }
        column(line, at);
        line.append('A');
        column(line, at + 8);
        return line + address;
    }

    /** Fills up to a column with tabs, or adds a blank where the text is already there. */
    private static void column(StringBuilder line, int column) {
        int from = 0;
        for (int i = 0; i < line.length(); i++) {
            from = line.charAt(i) == '\t' ? (from / 8 + 1) * 8 : from + 1;
        }
        int to = Math.max(column, from + 1);
        int tabs = to / 8 - from / 8;
        line.append("\t".repeat(tabs)).append(" ".repeat(tabs > 0 ? to % 8 : to - from));
    }
}
