package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.ArrayVariables;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.shell.Variables;

/** {@code read}, bash's builtin: a line of standard input, split at {@code IFS}; the last name gets the rest. */
final class ReadCommand extends NamedCommand {
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";

    ReadCommand() {
        super(
                "read",
                "read [-rs] [-a ARRAY] [-d END] [-n COUNT] [-p PROMPT] [-t SECONDS] [-u FD] NAME...: read a line of standard"
                        + " input into variables",
                "-r",
                "-p",
                "-a",
                "-d",
                "-n",
                "-t",
                "-u");
    }

    /** A character that was read; one behind a backslash neither separates nor ends. */
    private record Read(char c, boolean escaped) {}

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "ra:d:ei:n:N:p:st:u:");
        if (options.complaint("read").isPresent()) {
            boolean unknown = options.unknown().isPresent();
            String letter = options.unknown().or(options::lacking).orElse("");
            io.err()
                    .line(session.where() + "read: -" + letter
                            + (unknown ? ": invalid option" : ": option requires an argument"));
            io.err()
                    .line("read: usage: read [-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt]"
                            + " [-t timeout] [-u fd] [name ...]");
            return 2;
        }
        if (options.has("-e") || options.has("-i")) {
            io.err().line("read: not simulated: " + (options.has("-e") ? "-e" : "-i"));
            return 1;
        }
        String exact = options.value("-N", "");
        String limit = options.value("-n", exact.isEmpty() ? "-" : exact);
        if (!limit.equals("-") && Texts.number(limit).isEmpty()) {
            io.err().line(session.where() + "read: " + limit + ": invalid number");
            return 1;
        }
        if (!options.value("-t", "0").matches("[0-9]{1,9}(\\.[0-9]*)?")) {
            io.err().line(session.where() + "read: " + options.value("-t", "") + ": invalid timeout specification");
            return 1;
        }
        List<String> names = options.has("-a") ? List.of(options.value("-a", "")) : options.operands();
        for (String name : names) {
            if (!name.matches(NAME + "(\\[.+\\])?")) {
                io.err().line(session.where() + "read: `" + name + "': not a valid identifier");
                return 1;
            }
        }
        Optional<Input> in = input(session, name(), options, io);
        if (in.isEmpty()) {
            return 1;
        }
        if (options.value("-t", "").matches("0+(\\.0*)?")) {
            return 0; // asks whether something can be read: a file or the end always can
        }
        String delimiter = options.value("-d", "\n");
        int end = !exact.isEmpty() ? -1 : delimiter.isEmpty() ? 0 : delimiter.charAt(0);
        int most = limit.equals("-") ? Integer.MAX_VALUE : Texts.number(limit).orElse(0);
        boolean raw = options.has("-r");
        List<Read> line = new ArrayList<>();
        boolean ended = line(in.get(), end, most, raw, line);
        boolean done = assign(session, options, names, line, !exact.isEmpty(), io);
        return ended && done ? 0 : 1;
    }

    /** What {@code -u} says, else standard input; empty, with bash's complaint, where nothing is open. */
    static Optional<Input> input(Session session, String name, Options options, Streams io) {
        if (!options.has("-u")) {
            return Optional.of(io.in());
        }
        String number = options.value("-u", "");
        Optional<Input> in = Texts.number(number).flatMap(io::at).flatMap(Streams.Descriptor::in);
        if (in.isEmpty()) {
            boolean digits = number.matches("[0-9]{1,4}");
            io.err()
                    .line(session.where() + name + ": " + number + ": invalid file descriptor"
                            + (digits ? ": Bad file descriptor" : " specification"));
        }
        return in;
    }

    /** Reads up to a delimiter or so many characters; false where the input ended before. */
    private static boolean line(Input in, int end, int most, boolean raw, List<Read> line) {
        while (line.size() < most) {
            int c = in.character();
            if (c < 0) {
                return false;
            }
            if (c == '\\' && !raw) {
                int next = in.character();
                if (next < 0) {
                    return false;
                }
                if (next != '\n') {
                    line.add(new Read((char) next, true));
                }
                continue;
            }
            if (c == end) {
                return true;
            }
            line.add(new Read((char) c, false));
        }
        return true;
    }

    private static boolean assign(
            Session session, Options options, List<String> names, List<Read> line, boolean whole, Streams io) {
        String separators = session.variables().getOrDefault("IFS", " \t\n");
        if (options.has("-a")) {
            String array = names.getFirst();
            if (session.scope().is(array, Variables.Attribute.READONLY)) {
                io.err().line(session.where() + "read: " + array + ": readonly variable");
                return false;
            }
            ArrayVariables.clear(session.variables(), array);
            ArrayVariables.fill(session, array, 0, split(line, separators, Integer.MAX_VALUE));
            return true;
        }
        if (names.isEmpty() || whole) {
            StringBuilder text = new StringBuilder();
            line.forEach(read -> text.append(read.c()));
            boolean done =
                    Variables.assign(session, names.isEmpty() ? "REPLY" : names.getFirst(), text.toString(), io.err());
            for (int i = 1; i < names.size(); i++) {
                done &= Variables.assign(session, names.get(i), "", io.err());
            }
            return done;
        }
        List<String> fields = split(line, separators, names.size());
        for (int i = 0; i < names.size(); i++) {
            if (!Variables.assign(session, names.get(i), i < fields.size() ? fields.get(i) : "", io.err())) {
                return false;
            }
        }
        return true;
    }

    private static List<String> split(List<Read> line, String separators, int count) {
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (at < line.size() && isBlank(line.get(at), separators)) {
            at++;
        }
        while (at < line.size() && fields.size() < count) {
            boolean last = fields.size() == count - 1;
            int start = at;
            while (at < line.size() && (last || !separates(line.get(at), separators))) {
                at++;
            }
            int end = last ? trimmed(line, start, separators) : at;
            StringBuilder field = new StringBuilder();
            line.subList(start, end).forEach(read -> field.append(read.c()));
            fields.add(field.toString());
            boolean mark = false;
            while (at < line.size()
                    && (isBlank(line.get(at), separators) || !mark && separates(line.get(at), separators))) {
                mark |= !isBlank(line.get(at), separators);
                at++;
            }
        }
        return fields;
    }

    /** The end of the last field: without blanks, and without a single separator at the very end that is the only one. */
    private static int trimmed(List<Read> line, int start, String separators) {
        int end = line.size();
        while (end > start && isBlank(line.get(end - 1), separators)) {
            end--;
        }
        boolean single = end > start
                && separates(line.get(end - 1), separators)
                && line.subList(start, end - 1).stream().noneMatch(read -> separates(read, separators));
        if (single) {
            end--;
            while (end > start && isBlank(line.get(end - 1), separators)) {
                end--;
            }
        }
        return end;
    }

    private static boolean separates(Read read, String separators) {
        return !read.escaped() && separators.indexOf(read.c()) >= 0;
    }

    private static boolean isBlank(Read read, String separators) {
        return separates(read, separators) && " \t\n".indexOf(read.c()) >= 0;
    }
}
