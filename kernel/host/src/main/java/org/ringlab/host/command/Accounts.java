package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;

/** Users and groups by number and by name, out of {@code /etc/passwd} and {@code /etc/group}. */
final class Accounts {
    private Accounts() {}

    /** The name of a user; empty where there is none. */
    static Optional<String> user(Session session, int number) {
        return name(session, "/etc/passwd", number);
    }

    /** The name of a group; empty where there is none. */
    static Optional<String> group(Session session, int number) {
        return name(session, "/etc/group", number);
    }

    private static Optional<String> name(Session session, String file, int number) {
        return lines(session, file, 2, String.valueOf(number)).map(fields -> fields[0]);
    }

    /** The number of a group, as text; a question mark where there is none. */
    static String groupNumber(Session session, String name) {
        return lines(session, "/etc/group", 0, name).map(fields -> fields[2]).orElse("?");
    }

    /** The fields of a user's line, by name or number. */
    static Optional<String[]> find(Session session, String nameOrNumber) {
        return lines(session, "/etc/passwd", 0, nameOrNumber).or(() -> lines(session, "/etc/passwd", 2, nameOrNumber));
    }

    private static Optional<String[]> lines(Session session, String file, int field, String value) {
        try {
            for (String line : Texts.lines(session.files().read(file))) {
                String[] fields = line.split(":", -1);
                if (fields.length > 3 && fields[field].equals(value)
                        || file.endsWith("group") && fields.length > 2 && fields[field].equals(value)) {
                    return Optional.of(fields);
                }
            }
        } catch (FileException e) {
            // without the file nobody has a name
        }
        return Optional.empty();
    }

    /** The names of a user's groups, the primary one first. */
    static List<String> groupsOf(Session session, String who) {
        List<String> names = new ArrayList<>();
        find(session, who)
                .flatMap(fields -> Texts.number(fields[3]))
                .flatMap(number -> group(session, number))
                .ifPresent(names::add);
        try {
            for (String line : Texts.lines(session.files().read("/etc/group"))) {
                String[] fields = line.split(":", -1);
                boolean member =
                        fields.length > 3 && List.of(fields[3].split(",")).contains(who);
                if (member && !names.contains(fields[0])) {
                    names.add(fields[0]);
                }
            }
        } catch (FileException e) {
            // without the file there are no groups
        }
        return names;
    }
}
