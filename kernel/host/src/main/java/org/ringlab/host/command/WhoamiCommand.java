package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code whoami} of coreutils. */
final class WhoamiCommand extends NamedCommand {
    WhoamiCommand() {
        super("whoami", "whoami: print the user's name");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        if (!args.isEmpty()) {
            String word = args.get(0);
            return Texts.misuse(
                    io,
                    "whoami",
                    word.startsWith("-") && word.length() > 1
                            ? word.startsWith("--")
                                    ? "whoami: unrecognized option '" + word + "'"
                                    : "whoami: invalid option -- '" + word.charAt(1) + "'"
                            : "whoami: extra operand ‘" + word + "’",
                    1);
        }
        int user = session.process().user();
        Optional<String> name = Accounts.user(session, user);
        if (name.isEmpty()) {
            io.err().line("whoami: cannot find name for user ID " + user);
            return 1;
        }
        io.out().line(name.get());
        return 0;
    }
}
