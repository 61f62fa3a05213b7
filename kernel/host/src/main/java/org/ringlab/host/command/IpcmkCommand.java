package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.namespaces.IpcNamespace;
import org.ringlab.host.shell.Streams;

/** {@code ipcmk} of util-linux: makes a message queue, a segment of shared memory or a set of semaphores. */
final class IpcmkCommand extends NamedCommand {
    IpcmkCommand() {
        super("ipcmk", "ipcmk -Q | -M BYTES | -S NUMBER [-p MODE]: make a System V object", "-Q", "-M", "-S", "-p");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "QM:S:p:", "queue", "shmem:", "semaphore:", "mode:");
        if (options.complaint("ipcmk").isPresent()) {
            return Texts.misuse(io, "ipcmk", options.complaint("ipcmk").get(), 1);
        }
        String memory = options.value("-M", options.value("--shmem", ""));
        String semaphores = options.value("-S", options.value("--semaphore", ""));
        boolean queue = options.has("-Q") || options.has("--queue");
        if (!queue && memory.isEmpty() && semaphores.isEmpty()) {
            return Texts.misuse(io, "ipcmk", "ipcmk: bad usage", 1);
        }
        String mode = options.value("-p", options.value("--mode", "644"));
        if (!mode.matches("[0-7]{1,4}")) {
            io.err().line("ipcmk: failed to parse mode: '" + mode + "'");
            return 1;
        }
        int bits = Integer.parseInt(mode, 8);
        if (!memory.isEmpty()) {
            long bytes = bytes(memory);
            if (bytes < 0) {
                io.err().line("ipcmk: failed to parse size: '" + memory + "': Invalid argument");
                return 1;
            }
            if (bytes == 0) {
                io.err().line("ipcmk: create share memory failed: Invalid argument");
                return 1;
            }
            make(session, IpcNamespace.Sort.MEMORY, bits, bytes, "Shared memory id: ", io);
        }
        if (queue) {
            make(session, IpcNamespace.Sort.QUEUE, bits, 0, "Message queue id: ", io);
        }
        if (!semaphores.isEmpty()) {
            Optional<Integer> number = Texts.number(semaphores).filter(n -> n >= 0);
            if (number.isEmpty()) {
                io.err().line("ipcmk: failed to parse elements: '" + semaphores + "'");
                return 1;
            }
            if (number.get() == 0 || number.get() > 32_000) {
                io.err().line("ipcmk: create semaphore failed: Invalid argument");
                return 1;
            }
            make(session, IpcNamespace.Sort.SEMAPHORES, bits, number.get(), "Semaphore id: ", io);
        }
        return 0;
    }

    /** A size in bytes; K, M and G count in 1024s. -1 where it is none. */
    private static long bytes(String text) {
        if (!text.matches("\\d{1,12}([KMG](iB)?)?")) {
            return -1;
        }
        long number = Long.parseLong(text.replaceFirst("\\D.*", ""));
        return text.contains("K")
                ? number << 10
                : text.contains("M") ? number << 20 : text.contains("G") ? number << 30 : number;
    }

    private static void make(Session session, IpcNamespace.Sort sort, int mode, long size, String words, Streams io) {
        int key = (int) session.machine().stack().network().random().nextLong();
        Optional<IpcNamespace.Item> made = session.process().memberships().ipc().add(sort, key, mode, size);
        if (made.isPresent()) {
            io.out().line(words + made.get().id());
        } else {
            io.err().line("ipcmk: create failed: No space left on device");
        }
    }
}
