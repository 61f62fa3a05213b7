package org.ringlab.host.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.namespaces.IpcNamespace;
import org.ringlab.host.namespaces.IpcNamespace.Sort;
import org.ringlab.host.shell.Streams;

/** {@code ipcrm} of util-linux. */
final class IpcrmCommand extends NamedCommand {
    private static final Map<String, Sort> BY_ID = Map.of("-q", Sort.QUEUE, "-m", Sort.MEMORY, "-s", Sort.SEMAPHORES);
    private static final Map<String, Sort> BY_KEY = Map.of("-Q", Sort.QUEUE, "-M", Sort.MEMORY, "-S", Sort.SEMAPHORES);

    IpcrmCommand() {
        super(
                "ipcrm",
                "ipcrm -q ID | -m ID | -s ID | -Q KEY | -M KEY | -S KEY | -a: remove System V objects",
                "-q",
                "-m");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "q:m:s:Q:M:S:a", "all");
        if (options.complaint("ipcrm").isPresent()) {
            return Texts.misuse(io, "ipcrm", options.complaint("ipcrm").get(), 1);
        }
        IpcNamespace ipc = session.process().memberships().ipc();
        int status = 0;
        if (options.has("-a") || options.has("--all")) {
            for (Sort sort : Sort.values()) {
                ipc.of(sort).forEach(item -> ipc.remove(sort, item.id()));
            }
        }
        for (String option : List.of("-q", "-m", "-s", "-Q", "-M", "-S")) {
            if (!options.has(option)) {
                continue;
            }
            String value = options.value(option, "");
            boolean byId = BY_ID.containsKey(option);
            Sort sort = byId ? BY_ID.getOrDefault(option, Sort.QUEUE) : BY_KEY.getOrDefault(option, Sort.QUEUE);
            Optional<IpcNamespace.Item> found = ipc.of(sort).stream()
                    .filter(i -> byId
                            ? String.valueOf(i.id()).equals(value)
                            : value.equals("0x" + Integer.toHexString(i.key())))
                    .findFirst();
            if (found.isEmpty()) {
                io.err().line("ipcrm: invalid " + (byId ? "id" : "key") + " (" + value + ")");
                status = 1;
            } else {
                ipc.remove(sort, found.get().id());
            }
        }
        return status;
    }
}
