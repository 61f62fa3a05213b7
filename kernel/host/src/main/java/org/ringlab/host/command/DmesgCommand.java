package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code dmesg}: of the kernel's log, what a boot says about the machine, and what modules complained about. */
final class DmesgCommand extends NamedCommand {
    DmesgCommand() {
        super("dmesg", "dmesg: the kernel's log");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        List<String> lines = session.machine().kernelLog();
        for (int i = 0; i < lines.size(); i++) {
            io.out().line(String.format(Locale.ROOT, "[%5d.%06d] %s", i / 4, i * 131_071 % 1_000_000, lines.get(i)));
        }
        return 0;
    }
}
