package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code find} of findutils. What it looks for is a {@link FindTest}, which {@link FindParser} reads. */
final class FindCommand extends NamedCommand {
    FindCommand() {
        super(
                "find",
                "find [PATH]... [-name PATTERN] [-type f|d|l] [-maxdepth N] [-exec COMMAND {} ;]: list files below a path",
                "-name",
                "-type",
                "-maxdepth",
                "-exec",
                "-delete",
                "-print0");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        List<String> paths = new ArrayList<>();
        int at = 0;
        while (at < args.size()
                && !args.get(at).startsWith("-")
                && !List.of("!", "(").contains(args.get(at))) {
            paths.add(args.get(at++));
        }
        FindParser parser = new FindParser(args.subList(at, args.size()));
        try {
            FindTest test = parser.whole();
            Walk walk = new Walk(session, parser, test, io);
            for (String path : paths.isEmpty() ? List.of(".") : paths) {
                walk.from(session.resolve(path), path, 0);
            }
            return walk.finish();
        } catch (FindParser.Mistake e) {
            io.err().line("find: " + e.getMessage());
            return 1;
        }
    }

    /** A walk through directories. */
    static final class Walk {
        private final Session session;
        private final FindParser options;
        private final FindTest test;
        private final Streams io;
        private int status;
        private boolean prunes;
        private boolean quits;

        Walk(Session session, FindParser options, FindTest test, Streams io) {
            this.session = session;
            this.options = options;
            this.test = test;
            this.io = io;
        }

        Session session() {
            return session;
        }

        Streams io() {
            return io;
        }

        /** Doesn't go into the directory at hand. */
        void prune() {
            prunes = true;
        }

        void quit() {
            quits = true;
        }

        void failed() {
            status = 1;
        }

        private void from(String path, String shown, int depth) {
            FileSystem files = session.files();
            if (!files.exists(path) && files.linkTarget(path).isEmpty()) {
                io.err().line("find: '" + shown + "': " + FileException.NO_SUCH_FILE);
                status = 1;
                return;
            }
            if (quits || !session.step()) {
                return;
            }
            if (options.deepFirst()) {
                below(path, shown, depth);
            }
            prunes = false;
            if (depth >= options.least() && !quits) {
                test.holds(new FindTest.Found(path, shown, depth), this);
            }
            if (!options.deepFirst() && !prunes) {
                below(path, shown, depth);
            }
        }

        private void below(String path, String shown, int depth) {
            if (!FindTest.kind(session.files(), path).equals("d") || depth >= options.most() || quits) {
                return;
            }
            try {
                for (String entry : session.files().list(path)) {
                    String inner = path.equals("/") ? "/" + entry : path + "/" + entry;
                    from(inner, shown.endsWith("/") ? shown + entry : shown + "/" + entry, depth + 1);
                }
            } catch (FileException e) {
                io.err().line("find: '" + shown + "': " + e.getMessage());
                status = 1;
            }
        }

        /** Commands with {@code +} run at the end; the status. */
        int finish() {
            test.finish(this);
            return status;
        }

        /** Runs a command; its status. */
        int execute(List<String> words) {
            if (!Programs.exists(words.getFirst())) {
                io.err().line("find: '" + words.getFirst() + "': No such file or directory");
                return 1;
            }
            Session child = session.child();
            String name = words.getFirst().substring(words.getFirst().lastIndexOf('/') + 1);
            int one = Commands.run(child, name, words.subList(1, words.size()), io);
            session.ended(child);
            return one;
        }
    }

    /** The last part of a path, as {@code -name} sees it. */
    static String lastName(String shown, boolean lower) {
        String trimmed = shown.length() > 1 ? shown.replaceFirst("/+$", "") : shown;
        String name = trimmed.isEmpty() || trimmed.equals("/") ? "/" : trimmed.substring(trimmed.lastIndexOf('/') + 1);
        return lower ? name.toLowerCase(Locale.ROOT) : name;
    }
}
