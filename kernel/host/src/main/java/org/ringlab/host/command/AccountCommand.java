package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code useradd}, {@code userdel}, {@code usermod}, {@code groupadd}, {@code groupdel} and {@code groups} of shadow-utils. */
final class AccountCommand extends NamedCommand {
    private static final String PASSWD = "/etc/passwd";
    private static final String GROUP = "/etc/group";
    private static final int FIRST = 1000;
    private static final int NAME_TAKEN = 9;
    private static final int NO_SUCH = 6;

    AccountCommand(String name) {
        super(
                name,
                switch (name) {
                    case "useradd" -> "useradd [-m] [-u NUMBER] [-g GROUP] [-G GROUP,...] [-s SHELL] NAME: make a user";
                    case "userdel" -> "userdel [-r] NAME: remove a user";
                    case "usermod" -> "usermod [-a] -G GROUP,... NAME: put a user into groups";
                    case "groupadd" -> "groupadd [-g NUMBER] NAME: make a group";
                    case "groupdel" -> "groupdel NAME: remove a group";
                    default -> "groups [USER]: the groups of a user";
                });
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options =
                Options.parse(args, "aG:g:u:s:d:c:mMrfUNo", "append", "groups:", "gid:", "uid:", "shell:", "system");
        if (options.complaint(name()).isPresent()) {
            return Texts.misuse(io, name(), options.complaint(name()).get(), 2);
        }
        String who = options.operands().isEmpty() ? "" : options.operands().getFirst();
        if (name().equals("groups")) {
            return groups(session, who.isEmpty() ? "root" : who, !who.isEmpty(), io);
        }
        if (who.isEmpty()) {
            io.err().line("Usage: " + synopsis().replaceFirst(":.*", ""));
            return 2;
        }
        if (!who.matches("[a-z_][a-z0-9_-]{0,31}")) {
            io.err()
                    .line(name() + ": invalid " + (name().startsWith("user") ? "user" : "group") + " name '" + who
                            + "'");
            return 3;
        }
        try {
            return switch (name()) {
                case "useradd" -> addUser(session, who, options, io);
                case "userdel" -> deleteUser(session, who, io);
                case "usermod" -> changeUser(session, who, options, io);
                case "groupadd" -> addGroup(session, who, options.value("-g", options.value("--gid", "")), io);
                default -> deleteGroup(session, who, io);
            };
        } catch (FileException e) {
            io.err().line(name() + ": cannot open " + PASSWD + ": " + e.getMessage());
            return 1;
        }
    }

    private static List<String> lines(Session session, String file) throws FileException {
        return new ArrayList<>(session.files().read(file).lines().toList());
    }

    private static void write(Session session, String file, List<String> lines) throws FileException {
        session.files().write(file, String.join("\n", lines) + "\n");
    }

    private static Optional<String[]> line(Session session, String file, String name) throws FileException {
        return lines(session, file).stream()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields[0].equals(name))
                .findFirst();
    }

    private static int free(Session session, String file) throws FileException {
        return lines(session, file).stream()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length > 2)
                .flatMap(fields -> Texts.number(fields[2]).stream())
                .filter(number -> number >= FIRST && number < 60_000)
                .mapToInt(number -> number + 1)
                .max()
                .orElse(FIRST);
    }

    private static int addUser(Session session, String who, Options options, Streams io) throws FileException {
        if (line(session, PASSWD, who).isPresent()) {
            io.err().line("useradd: user '" + who + "' already exists");
            return NAME_TAKEN;
        }
        for (String group : wanted(options)) {
            if (line(session, GROUP, group).isEmpty()) {
                io.err().line("useradd: group '" + group + "' does not exist");
                return NO_SUCH;
            }
        }
        int number = Texts.number(options.value("-u", "")).orElse(free(session, PASSWD));
        String primary = options.value("-g", "");
        String group = String.valueOf(number);
        if (primary.isEmpty()) {
            addGroup(session, who, group, io);
        } else {
            Optional<String[]> given = line(session, GROUP, primary);
            if (given.isEmpty()) {
                io.err().line("useradd: group '" + primary + "' does not exist");
                return NO_SUCH;
            }
            group = given.get()[2];
        }
        String home = options.value("-d", "/home/" + who);
        session.files()
                .append(
                        PASSWD,
                        who + ":x:" + number + ":" + group + ":" + options.value("-c", "") + ":" + home + ":"
                                + options.value("-s", "/bin/bash") + "\n");
        join(session, who, wanted(options), true);
        if (!options.has("-M") && !options.has("-r")) {
            session.files().makeDirectories(home);
        }
        return 0;
    }

    private static List<String> wanted(Options options) {
        String text = options.value("-G", options.value("--groups", ""));
        return text.isEmpty() ? List.of() : List.of(text.split(","));
    }

    private static void join(Session session, String who, List<String> groups, boolean keeps) throws FileException {
        List<String> changed = new ArrayList<>();
        for (String line : lines(session, GROUP)) {
            String[] fields = line.split(":", -1);
            if (fields.length < 4) {
                changed.add(line);
                continue;
            }
            List<String> members = new ArrayList<>(fields[3].isEmpty() ? List.of() : List.of(fields[3].split(",")));
            if (groups.contains(fields[0])) {
                if (!members.contains(who)) {
                    members.add(who);
                }
            } else if (!keeps) {
                members.remove(who);
            }
            changed.add(fields[0] + ":" + fields[1] + ":" + fields[2] + ":" + String.join(",", members));
        }
        write(session, GROUP, changed);
    }

    private static int changeUser(Session session, String who, Options options, Streams io) throws FileException {
        if (line(session, PASSWD, who).isEmpty()) {
            io.err().line("usermod: user '" + who + "' does not exist");
            return NO_SUCH;
        }
        if (wanted(options).isEmpty()) {
            io.err().line("usermod: not simulated: without -G");
            return 1;
        }
        for (String group : wanted(options)) {
            if (line(session, GROUP, group).isEmpty()) {
                io.err().line("usermod: group '" + group + "' does not exist");
                return NO_SUCH;
            }
        }
        join(session, who, wanted(options), options.has("-a") || options.has("--append"));
        return 0;
    }

    private static int deleteUser(Session session, String who, Streams io) throws FileException {
        if (line(session, PASSWD, who).isEmpty()) {
            io.err().line("userdel: user '" + who + "' does not exist");
            return NO_SUCH;
        }
        List<String> left = lines(session, PASSWD);
        left.removeIf(line -> line.startsWith(who + ":"));
        write(session, PASSWD, left);
        join(session, who, List.of(), false);
        List<String> groups = lines(session, GROUP);
        groups.removeIf(line -> line.startsWith(who + ":"));
        write(session, GROUP, groups);
        return 0;
    }

    private static int addGroup(Session session, String who, String number, Streams io) throws FileException {
        if (line(session, GROUP, who).isPresent()) {
            io.err().line("groupadd: group '" + who + "' already exists");
            return NAME_TAKEN;
        }
        session.files().append(GROUP, who + ":x:" + Texts.number(number).orElse(free(session, GROUP)) + ":\n");
        return 0;
    }

    private static int deleteGroup(Session session, String who, Streams io) throws FileException {
        List<String> left = lines(session, GROUP);
        if (!left.removeIf(line -> line.startsWith(who + ":"))) {
            io.err().line("groupdel: group '" + who + "' does not exist");
            return NO_SUCH;
        }
        write(session, GROUP, left);
        return 0;
    }

    private static int groups(Session session, String who, boolean named, Streams io) {
        List<String> all = Accounts.groupsOf(session, who);
        if (Accounts.find(session, who).isEmpty()) {
            io.err().line("groups: " + who + ": no such user");
            return 1;
        }
        io.out().line((named ? who + " : " : "") + String.join(" ", all));
        return 0;
    }
}
