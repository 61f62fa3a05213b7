package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringlab.common.Diagnostic;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.conntrack.Connection;
import org.ringlab.netfilter.conntrack.Conntrack;
import org.ringlab.netfilter.conntrack.ConntrackEvents.Kind;
import org.ringlab.netfilter.conntrack.ConntrackEvents.Seen;
import org.ringlab.netfilter.conntrack.ConntrackStatistics;
import org.ringlab.netfilter.conntrack.Expectation;

/** {@code conntrack} of conntrack-tools: lists, deletes, flushes, counts connections and tells of events. */
final class ConntrackCommand extends NamedCommand {
    private static final String TOOL = ConntrackOptions.TOOL + ": ";
    private static final Set<String> OUTPUTS =
            Set.of("extended", "id", "timestamp", "ktimestamp", "labels", "userspace");
    private static final Set<String> TABLES = Set.of("conntrack", "expect", "dying", "unconfirmed");

    ConntrackCommand() {
        super(
                "conntrack",
                "conntrack -L|-F|-D|-C|-S|-E [-p PROTO] [-s ADDR] [-d ADDR]: tracked connections; -E & tells of events",
                "-L",
                "-F",
                "-D",
                "-E",
                "-C",
                "-S",
                "-p",
                "-s",
                "-d",
                "-o");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        ConntrackOptions options = new ConntrackOptions(args);
        ConntrackFilter filter = new ConntrackFilter(options);
        Set<String> output = words(options.value("o"));
        Optional<String> complaint = options.complaint()
                .or(filter::complaint)
                .or(() -> TABLES.contains(options.table()) || options.command() == 'h'
                        ? Optional.empty()
                        : Optional.of("unknown type `" + options.table() + "'"));
        if (complaint.isPresent()) {
            return misused(complaint.get(), io);
        }
        for (String word : output) {
            if (word.equals("xml") || word.equals("save")) {
                return notSimulated("conntrack -o " + word, io);
            }
            if (!OUTPUTS.contains(word)) {
                return misused("Bad parameter `" + word + "'", io);
            }
        }
        Conntrack conntrack = session.machine().stack().conntrack();
        boolean old = session.machine().profile() == Profile.CENTOS7;
        ConntrackText text = new ConntrackText(output, old);
        long now = session.machine().stack().network().clock().nanos();
        boolean expectations = options.table().equals("expect");
        return switch (options.command()) {
            case 'L' ->
                expectations ? listExpected(conntrack, now, io) : list(conntrack, options, filter, text, now, io);
            case 'D' ->
                expectations ? notSimulated("conntrack -D expect", io) : delete(conntrack, filter, text, now, io);
            case 'F' -> flush(conntrack, expectations, io);
            case 'C' -> count(conntrack, expectations, io);
            case 'S' -> statistics(conntrack.statistics(), old, io);
            case 'E' ->
                expectations ? notSimulated("conntrack -E expect", io) : listen(session, options, filter, text, io);
            case 'V' -> version(io);
            case 'h' -> help(io);
            default -> notSimulated("conntrack -" + options.command(), io);
        };
    }

    private static Set<String> words(Optional<String> list) {
        return list.<Set<String>>map(text -> new LinkedHashSet<>(List.of(text.split(","))))
                .orElse(Set.of());
    }

    private static int misused(String what, Streams io) {
        io.err().line(TOOL + what);
        io.err().line("Try `conntrack -h' or 'conntrack --help' for more information.");
        return 2;
    }

    private static int notSimulated(String what, Streams io) {
        io.err().line("conntrack: not simulated: " + what);
        return 1;
    }

    private static int list(
            Conntrack conntrack,
            ConntrackOptions options,
            ConntrackFilter filter,
            ConntrackText text,
            long now,
            Streams io) {
        boolean stable = options.table().equals("conntrack");
        List<Connection> shown = stable ? wanted(conntrack, filter, now) : List.of();
        for (Connection c : shown) {
            io.out().line(text.line(c, now));
            if (options.has("z")) {
                c.zeroCounters();
            }
        }
        io.err().line(TOOL + shown.size() + " flow entries have been shown.");
        return 0;
    }

    private static int listExpected(Conntrack conntrack, long now, Streams io) {
        List<Expectation> waiting = conntrack.expectations().entries();
        waiting.forEach(e -> io.out().line(ConntrackText.line(e, now)));
        io.err().line(TOOL + waiting.size() + " expectations have been shown.");
        return 0;
    }

    private static List<Connection> wanted(Conntrack conntrack, ConntrackFilter filter, long now) {
        List<Connection> wanted = new ArrayList<>();
        for (Connection c : conntrack.entries()) {
            if (filter.accepts(Seen.of(c, now))) {
                wanted.add(c);
            }
        }
        return wanted;
    }

    private static int delete(Conntrack conntrack, ConntrackFilter filter, ConntrackText text, long now, Streams io) {
        List<Connection> gone = wanted(conntrack, filter, now);
        for (Connection c : gone) {
            io.out().line(text.line(c, now));
            conntrack.delete(c);
        }
        io.err().line(TOOL + gone.size() + " flow entries have been deleted.");
        return gone.isEmpty() ? 1 : 0;
    }

    private static int flush(Conntrack conntrack, boolean expectations, Streams io) {
        if (expectations) {
            conntrack.expectations().flush();
        } else {
            conntrack.flush();
        }
        io.err().line(TOOL + (expectations ? "expectation" : "connection tracking") + " table has been emptied.");
        return 0;
    }

    private static int count(Conntrack conntrack, boolean expectations, Streams io) {
        io.out()
                .line(String.valueOf(
                        expectations
                                ? conntrack.expectations().entries().size()
                                : conntrack.entries().size()));
        return 0;
    }

    /** A simulated machine has one processor. */
    private static int statistics(ConntrackStatistics counted, boolean old, Streams io) {
        io.out()
                .line("cpu=0   \t" + (old ? "searched=0 found=0 new=0" : "found=0") + " invalid=" + counted.invalid()
                        + (old ? " ignore=0 delete=0 delete_list=0" : "") + " insert=0 insert_failed="
                        + counted.insertFailed() + " drop=" + counted.dropped()
                        + " early_drop=" + counted.droppedEarly() + " error=0 search_restart=0 "
                        + (old ? "" : "clash_resolve=0 chaintoolong=0 "));
        return 0;
    }

    private static int listen(
            Session session, ConntrackOptions options, ConntrackFilter filter, ConntrackText text, Streams io) {
        Set<Kind> kinds = EnumSet.allOf(Kind.class);
        if (options.has("e")) {
            kinds.clear();
            for (String word : words(options.value("e"))) {
                switch (word) {
                    case "ALL" -> kinds.addAll(EnumSet.allOf(Kind.class));
                    case "NEW" -> kinds.add(Kind.NEW);
                    case "UPDATES" -> kinds.add(Kind.UPDATE);
                    case "DESTROY" -> kinds.add(Kind.DESTROY);
                    default -> {
                        return misused("Bad parameter `" + word + "'", io);
                    }
                }
            }
        }
        boolean toOld = session.machine().profile() == Profile.CENTOS7;
        ConntrackListener listener =
                new ConntrackListener(session.machine().stack().conntrack(), filter, kinds, text, toOld);
        if (session.jobs().mayStay()) {
            session.jobs().stay(listener);
            return 0;
        }
        session.machine().stack().network().queue().settle();
        session.hintOnce(new Diagnostic(
                "conntrack-foreground",
                Diagnostic.Severity.HINT,
                null,
                "nothing else runs while conntrack -E stands in the foreground, so it was interrupted",
                "put & behind it, send something, then say kill %1"));
        return listener.stop(io);
    }

    private static int version(Streams io) {
        io.out().line(ConntrackOptions.TOOL);
        return 0;
    }

    private static int help(Streams io) {
        io.out().print(ConntrackHelp.TEXT);
        return 0;
    }
}
