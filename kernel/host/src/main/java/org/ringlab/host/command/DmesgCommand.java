package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import org.ringlab.host.machine.Journal;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code dmesg}: of the kernel's log, what a boot says about the machine, and what modules complained about. */
final class DmesgCommand extends NamedCommand {
    DmesgCommand() {
        super("dmesg", "dmesg: the kernel's log");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Journal journal = session.machine().journal();
        for (Journal.Entry entry : journal.entries()) {
            if (entry.identifier().equals("kernel")) {
                long micros = (entry.nanos() - journal.booted()) / 1000;
                io.out()
                        .line(String.format(
                                Locale.ROOT, "[%5d.%06d] %s", micros / 1_000_000, micros % 1_000_000, entry.message()));
            }
        }
        return 0;
    }
}
