package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.files.Mount;
import org.ringlab.host.files.MountTable;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code umount} of util-linux. */
final class UmountCommand extends NamedCommand {
    private static final int FAILED = 32;

    UmountCommand() {
        super("umount", "umount [-l] DIRECTORY|SOURCE…: take a mount away", "-l");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "lfnrvR", "lazy", "force", "recursive");
        if (options.complaint("umount").isPresent()) {
            return Texts.misuse(io, "umount", options.complaint("umount").get(), 1);
        }
        if (options.operands().isEmpty()) {
            return Texts.misuse(io, "umount", "umount: bad usage", 1);
        }
        int status = 0;
        for (String word : options.operands()) {
            status = Math.max(status, unmount(session, word, options.has("-l") || options.has("--lazy"), io));
        }
        return status;
    }

    private static int unmount(Session session, String word, boolean lazy, Streams io) {
        String path = session.resolve(word);
        MountTable table = session.files().mounts();
        Optional<Mount> mount = table.at(path)
                .or(() -> table.all().reversed().stream()
                        .filter(m -> m.source().equals(word))
                        .findFirst());
        if (mount.isEmpty()) {
            String why = session.files().exists(path) ? "not mounted." : "no mount point specified.";
            io.err().line("umount: " + word + ": " + why);
            return FAILED;
        }
        if (!session.process().mayChange(session.process().memberships().mnt())) {
            io.err().line("umount: " + word + ": must be superuser to unmount.");
            return FAILED;
        }
        String target = mount.get().target();
        boolean standsInIt =
                session.directory().equals(target) || session.directory().startsWith(target + "/");
        if (target.equals("/") || !lazy && (table.isBusy(mount.get()) || standsInIt && !target.equals("/proc"))) {
            io.err().line("umount: " + word + ": target is busy.");
            return FAILED;
        }
        table.remove(mount.get());
        return 0;
    }
}
