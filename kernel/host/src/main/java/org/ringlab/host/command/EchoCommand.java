package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.AnsiEscapes;
import org.ringlab.host.shell.Streams;

/** {@code echo}, bash's builtin. */
final class EchoCommand extends NamedCommand {
    EchoCommand() {
        super("echo", "echo [-neE] [TEXT]...: print its arguments", "-n", "-e");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        int first = 0;
        boolean newline = true;
        boolean escapes = false;
        while (first < args.size() && args.get(first).matches("-[neE]+")) {
            newline &= args.get(first).indexOf('n') < 0;
            escapes |= args.get(first).indexOf('e') > 0;
            first++;
        }
        String text = String.join(" ", args.subList(first, args.size()));
        int end = escapes ? text.indexOf("\\c") : -1;
        boolean cut = end >= 0 && !text.substring(0, end).endsWith("\\");
        String shown = cut ? text.substring(0, end) : text;
        io.out().print((escapes ? AnsiEscapes.decode(shown) : text) + (newline && !cut ? "\n" : ""));
        return 0;
    }
}
