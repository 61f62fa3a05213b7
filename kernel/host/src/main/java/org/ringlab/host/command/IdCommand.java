package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.namespaces.Task;
import org.ringlab.host.shell.Streams;

/** {@code id} of coreutils: who the running process is, as its user namespace has it. */
final class IdCommand extends NamedCommand {
    IdCommand() {
        super("id", "id [-u|-g|-G] [-n] [USER]: print user and group", "-u", "-g", "-G", "-n");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "ugGnra", "user", "group", "groups", "name", "real");
        if (options.complaint("id").isPresent()) {
            return Texts.misuse(io, "id", options.complaint("id").get(), 1);
        }
        Task self = session.process();
        int user = self.user();
        int group = self.group();
        if (!options.operands().isEmpty()) {
            String name = options.operands().get(0);
            Optional<String[]> account = Accounts.find(session, name);
            if (account.isEmpty()) {
                io.err().line("id: ‘" + name + "’: no such user");
                return 1;
            }
            user = Texts.number(account.get()[2]).orElse(0);
            group = Texts.number(account.get()[3]).orElse(0);
        }
        boolean names = options.has("-n") || options.has("--name");
        if (options.has("-u") || options.has("--user")) {
            return one(io, user, names ? Accounts.user(session, user) : Optional.empty(), names, "user");
        }
        if (options.has("-g") || options.has("-G") || options.has("--group") || options.has("--groups")) {
            return one(io, group, names ? Accounts.group(session, group) : Optional.empty(), names, "group");
        }
        if (names || options.has("-r")) {
            io.err().line("id: cannot print only names or real IDs in default format");
            return 1;
        }
        String primary = named(group, Accounts.group(session, group));
        List<String> groups = new ArrayList<>(List.of(primary));
        if (!options.operands().isEmpty()) {
            for (String name : Accounts.groupsOf(session, options.operands().getFirst())) {
                String each = Accounts.groupNumber(session, name) + "(" + name + ")";
                if (!groups.contains(each)) {
                    groups.add(each);
                }
            }
        }
        io.out()
                .line("uid=" + named(user, Accounts.user(session, user)) + " gid=" + primary + " groups="
                        + String.join(",", groups));
        return 0;
    }

    private static String named(int number, Optional<String> name) {
        return number + name.map(n -> "(" + n + ")").orElse("");
    }

    private static int one(Streams io, int number, Optional<String> name, boolean wanted, String what) {
        io.out().line(name.orElse(String.valueOf(number)));
        if (wanted && name.isEmpty()) {
            io.err().line("id: cannot find name for " + what + " ID " + number);
            return 1;
        }
        return 0;
    }
}
