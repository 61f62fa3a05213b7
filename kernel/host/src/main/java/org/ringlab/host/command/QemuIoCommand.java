package org.ringlab.host.command;

import java.util.List;
import org.ringlab.common.SimClock;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.HostImages;
import org.ringlab.host.machine.Jobs;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.link.EventQueue;
import org.ringlab.virt.image.QemuIo;
import org.ringlab.virt.image.SparseFile;
import org.ringlab.virt.image.ToolResult;

/** {@code qemu-io}: reads and writes an image as a guest would; its {@code sleep} keeps the image open. */
final class QemuIoCommand extends NamedCommand {
    QemuIoCommand() {
        super(
                "qemu-io",
                "qemu-io [-f FORMAT] [-c COMMAND]... IMAGE: write to an image as a guest would",
                "-c",
                "-f",
                "-r");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        ToolResult result = new QemuIo(new HostImages(session), HostImages.version(session.machine())).run(args);
        io.out().print(result.out());
        io.err().print(result.err());
        long millis = args.stream()
                .filter(arg -> arg.matches("sleep [0-9]{1,9}"))
                .mapToLong(arg -> Long.parseLong(arg.substring("sleep ".length())))
                .sum();
        if (result.status() == 0 && millis > 0) {
            hold(session, args.getLast(), millis * SimClock.MILLI);
        }
        return result.status();
    }

    /** The image stays open for that long, behind {@code &} while other commands run. */
    private static void hold(Session session, String path, long nanos) {
        EventQueue queue = session.machine().stack().network().queue();
        if (!session.jobs().mayStay()) {
            queue.runUntil(() -> false, nanos);
            return;
        }
        try {
            String absolute = session.resolve(path);
            SparseFile file = session.files().bytesOf(absolute);
            session.files().store(absolute, file);
            session.jobs()
                    .stay(new Holding(queue, session.machine().stack().network().clock(), nanos, file));
        } catch (FileException gone) {
            // it was there a moment ago
        }
    }

    /** A program that has an image open for writing. */
    private static final class Holding implements Jobs.Process {
        private final EventQueue queue;
        private final SimClock clock;
        private final long end;
        private final SparseFile file;
        private boolean open = true;

        Holding(EventQueue queue, SimClock clock, long nanos, SparseFile file) {
            this.queue = queue;
            this.clock = clock;
            this.file = file;
            end = clock.nanos() + nanos;
            file.lock();
        }

        private void close() {
            if (open) {
                file.unlock();
                open = false;
            }
        }

        @Override
        public void report(Streams io) {
            if (hasEnded()) {
                close();
            }
        }

        @Override
        public boolean hasEnded() {
            return clock.nanos() >= end;
        }

        @Override
        public int stop(Streams io) {
            close();
            return Jobs.TERMINATED;
        }

        @Override
        public void kill() {
            close();
        }

        @Override
        public int await(Streams io) {
            queue.runUntil(this::hasEnded, Math.max(0, end - clock.nanos()));
            close();
            return 0;
        }
    }
}
