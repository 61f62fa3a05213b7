package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code read}, bash's builtin: a line of standard input, split at {@code IFS}; the last name gets the rest. */
final class ReadCommand extends NamedCommand {
    ReadCommand() {
        super("read", "read [-r] [-p PROMPT] NAME...: read a line of standard input into variables", "-r", "-p");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "rp:sn:t:d:a:eu:");
        for (String option : List.of("-n", "-t", "-d", "-a", "-e", "-u")) {
            if (options.has(option)) {
                io.err().line("read: not simulated: " + option);
                return 1;
            }
        }
        if (options.complaint("read").isPresent()) {
            String letter = options.unknown().orElse("p");
            boolean unknown = options.unknown().isPresent();
            io.err()
                    .line(session.where() + "read: -" + letter
                            + (unknown ? ": invalid option" : ": option requires an argument"));
            io.err()
                    .line("read: usage: read [-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt]"
                            + " [-t timeout] [-u fd] [name ...]");
            return 2;
        }
        List<String> names = options.operands();
        for (String name : names) {
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                io.err().line(session.where() + "read: `" + name + "': not a valid identifier");
                return 1;
            }
        }
        boolean raw = options.has("-r");
        @Nullable String line = io.in().line();
        int status = line == null || io.in().endedWithoutNewline() ? 1 : 0;
        StringBuilder text = new StringBuilder(line == null ? "" : line);
        while (!raw && line != null && ends(text)) {
            text.setLength(text.length() - 1);
            line = io.in().line();
            text.append(line == null ? "" : line);
        }
        if (names.isEmpty()) {
            session.variables()
                    .put("REPLY", raw ? text.toString() : text.toString().replaceAll("\\\\(.)", "$1"));
            return status;
        }
        List<String> fields =
                split(text.toString(), session.variables().getOrDefault("IFS", " \t\n"), names.size(), raw);
        for (int i = 0; i < names.size(); i++) {
            session.variables().put(names.get(i), i < fields.size() ? fields.get(i) : "");
        }
        return status;
    }

    private static boolean ends(StringBuilder text) {
        int slashes = 0;
        for (int i = text.length() - 1; i >= 0 && text.charAt(i) == '\\'; i--) {
            slashes++;
        }
        return slashes % 2 == 1;
    }

    private static List<String> split(String line, String separators, int count, boolean raw) {
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (at < line.length() && blank(line.charAt(at), separators)) {
            at++;
        }
        while (at < line.length() && fields.size() < count) {
            boolean last = fields.size() == count - 1;
            StringBuilder field = new StringBuilder();
            int kept = 0;
            while (at < line.length() && (last || separators.indexOf(line.charAt(at)) < 0)) {
                char c = line.charAt(at++);
                if (c == '\\' && !raw && at < line.length()) {
                    field.append(line.charAt(at++));
                    kept = field.length();
                } else {
                    field.append(c);
                }
            }
            if (last) {
                int end = field.length();
                while (end > kept && blank(field.charAt(end - 1), separators)) {
                    end--;
                }
                // one separator that is no blank, at the very end, belongs to the field before
                if (end > kept
                        && separators.indexOf(field.charAt(end - 1)) >= 0
                        && field.indexOf(field.substring(end - 1, end)) == end - 1) {
                    end--;
                }
                field.setLength(end);
            }
            fields.add(field.toString());
            boolean mark = false;
            while (at < line.length()
                    && (blank(line.charAt(at), separators) || !mark && separators.indexOf(line.charAt(at)) >= 0)) {
                mark |= !blank(line.charAt(at), separators);
                at++;
            }
        }
        return fields;
    }

    private static boolean blank(char c, String separators) {
        return " \t\n".indexOf(c) >= 0 && separators.indexOf(c) >= 0;
    }
}
