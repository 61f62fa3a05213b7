package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import org.ringlab.host.machine.Session;
import org.ringlab.host.namespaces.IpcNamespace;
import org.ringlab.host.namespaces.IpcNamespace.Item;
import org.ringlab.host.namespaces.IpcNamespace.Sort;
import org.ringlab.host.shell.Streams;

/** {@code ipcs} of util-linux: the System V objects of the process's ipc namespace. */
final class IpcsCommand extends NamedCommand {
    IpcsCommand() {
        super("ipcs", "ipcs [-q] [-m] [-s]: list System V objects", "-q", "-m", "-s", "-a");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "qmsatclpui:", "queues", "shmems", "semaphores", "all");
        if (options.complaint("ipcs").isPresent()) {
            return Texts.misuse(io, "ipcs", options.complaint("ipcs").get(), 1);
        }
        for (String word : List.of("-t", "-c", "-l", "-p", "-u", "-i")) {
            if (options.has(word)) {
                io.err().line("ipcs: not simulated: " + word);
                return 1;
            }
        }
        IpcNamespace ipc = session.process().memberships().ipc();
        String user = Accounts.user(session, session.process().user())
                .orElse(String.valueOf(session.process().user()));
        boolean queues = options.has("-q") || options.has("--queues");
        boolean memory = options.has("-m") || options.has("--shmems");
        boolean semaphores = options.has("-s") || options.has("--semaphores");
        boolean all = !queues && !memory && !semaphores;
        if (queues || all) {
            io.out().line("\n------ Message Queues --------");
            io.out().line("key        msqid      owner      perms      used-bytes   messages    ");
            for (Item i : ipc.of(Sort.QUEUE)) {
                io.out().line(begin(i, user) + String.format(Locale.ROOT, "%-12d %-12d", 0, 0));
            }
        }
        if (memory || all) {
            io.out().line("\n------ Shared Memory Segments --------");
            io.out().line("key        shmid      owner      perms      bytes      nattch     status      ");
            for (Item i : ipc.of(Sort.MEMORY)) {
                io.out()
                        .line(begin(i, user)
                                + String.format(Locale.ROOT, "%-10d %-10d %-6s %-6s", i.size(), 0, "", ""));
            }
        }
        if (semaphores || all) {
            io.out().line("\n------ Semaphore Arrays --------");
            io.out().line("key        semid      owner      perms      nsems     ");
            for (Item i : ipc.of(Sort.SEMAPHORES)) {
                io.out().line(begin(i, user) + String.format(Locale.ROOT, "%-10d", i.size()));
            }
        }
        io.out().line("");
        return 0;
    }

    private static String begin(Item item, String user) {
        return String.format(Locale.ROOT, "0x%08x %-10d %-10s %-10o ", item.key(), item.id(), user, item.mode() & 0777);
    }
}
