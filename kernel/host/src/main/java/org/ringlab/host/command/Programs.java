package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringlab.host.machine.Session;
import org.ringlab.host.namespaces.Memberships;
import org.ringlab.host.shell.Streams;

/** How a program starts another one ({@code execvp}), maybe in another namespace. */
final class Programs {
    /** What only a shell knows, and no file in {@code PATH} is. */
    private static final Set<String> SHELL_ONLY = Set.of(
            ":",
            ".",
            "break",
            "cd",
            "command",
            "continue",
            "alias",
            "builtin",
            "declare",
            "eval",
            "exit",
            "export",
            "exec",
            "fg",
            "getopts",
            "history",
            "jobs",
            "let",
            "local",
            "mapfile",
            "read",
            "readarray",
            "readonly",
            "return",
            "set",
            "shift",
            "shopt",
            "source",
            "trap",
            "type",
            "typeset",
            "unset",
            "wait");

    private Programs() {}

    /** Whether a program of that name, or at that path, can be started. */
    static boolean exists(String word) {
        String name = word.replaceFirst("^(/usr)?(/local)?/s?bin/", "");
        return !SHELL_ONLY.contains(name) && Commands.find(name).isPresent();
    }

    /** Whether a shell does it itself. */
    static boolean isBuiltin(String name) {
        return SHELL_ONLY.contains(name) || Commands.isBuiltin(name);
    }

    /** Becomes a program that {@link #exists}, in these namespaces; what it changes of its terminal is its own. */
    static int run(Session session, Memberships where, List<String> words, Streams io) {
        String name = words.get(0).substring(words.get(0).lastIndexOf('/') + 1);
        Optional<Command> program = Commands.find(session.machine(), name);
        if (program.isEmpty() || !session.step()) {
            return 1;
        }
        session.process().exec(words);
        session.machine().processes().enter(session.process(), where);
        Session child = session.child();
        List<String> args = words.subList(1, words.size());
        int status = Privileges.refusal(child, name, args)
                .map(refusal -> refusal.say(io))
                .orElseGet(() -> program.get().run(child, args, io));
        session.ended(child);
        return status;
    }
}
