package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Journal;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Shell;
import org.ringlab.host.shell.Streams;
import org.ringlab.virt.Libvirtd;
import org.ringlab.virt.VirError;
import org.ringlab.virt.virsh.Virsh;
import org.ringlab.virt.virsh.VirshEnvironment;

/** {@code virsh} on a host; the program itself is {@link Virsh}. */
final class VirshProgram extends NamedCommand {
    VirshProgram() {
        super("virsh", "virsh [-c URI] COMMAND ...: guests, networks and storage of libvirt", "-c", "-q", "-r");
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        return before.isEmpty() ? Virsh.names() : List.of();
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        return Virsh.run(new Around(session, io), args);
    }

    /** What virsh finds on a host. */
    record Around(Session session, Streams io) implements VirshEnvironment {
        @Override
        public Libvirtd local() {
            return session.machine().virtualisation().libvirtd();
        }

        @Override
        public String resolve(String path) {
            return session.resolve(path);
        }

        @Override
        public Optional<String> read(String path) {
            try {
                return Optional.of(session.files().read(path));
            } catch (FileException none) {
                return Optional.empty();
            }
        }

        @Override
        public void write(String path, String text) {
            try {
                session.files().write(path, text);
            } catch (FileException full) {
                io.err().line("error: " + path + ": " + full.getMessage());
            }
        }

        @Override
        public Optional<String> variable(String name) {
            return Optional.ofNullable(session.variables().get(name));
        }

        @Override
        public int edit(String editor, String path) {
            Session child = session.child();
            int status = Shell.script(child, "sh", editor + " " + path, io);
            session.ended(child);
            return status;
        }

        @Override
        public String input() {
            return io.in().rest();
        }

        @Override
        public void out(String text) {
            io.out().print(text);
        }

        /** The daemon writes down what it refuses; what the library refuses on the client's side it never hears of. */
        @Override
        public void refused(VirError reason) {
            boolean byLibrary = reason.code() == VirError.Code.DENIED || reason.code() == VirError.Code.NO_SUPPORT;
            if (local().isRunning() && !byLibrary) {
                session.machine().journal().program(Journal.ERROR, "libvirtd", "libvirtd", reason.text());
            }
        }

        @Override
        public void err(String text) {
            io.err().print(text);
        }
    }
}
