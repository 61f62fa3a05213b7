package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.machine.SystemFiles;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.software.BootLoader;

/** {@code grub2-mkconfig}: the boot loader's configuration out of {@code /etc/default/grub}. */
final class Grub2MkconfigCommand extends NamedCommand {
    Grub2MkconfigCommand() {
        super("grub2-mkconfig", "grub2-mkconfig [-o FILE]: make the boot loader's configuration", "-o");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Machine machine = session.machine().host();
        Options options = Options.parse(args, "o:");
        if (options.complaint("grub2-mkconfig").isPresent()
                || !options.operands().isEmpty()) {
            io.err().line("Unrecognized option `" + String.join(" ", args) + "'");
            io.err().line("Usage: grub2-mkconfig [OPTION]");
            return 1;
        }
        String release = SystemFiles.kernelRelease(machine);
        try {
            String text = BootLoader.configuration(machine, session.files());
            io.err().line("Generating grub configuration file ...");
            io.err().line("Found linux image: /boot/vmlinuz-" + release);
            io.err().line("Found initrd image: /boot/initramfs-" + release + ".img");
            if (options.has("-o")) {
                session.files().write(session.resolve(options.value("-o", "")), text);
            } else {
                io.out().print(text);
            }
            io.err().line("done");
            return 0;
        } catch (FileException e) {
            io.err()
                    .line("/usr/sbin/grub2-mkconfig: " + options.value("-o", BootLoader.SETTINGS) + ": "
                            + e.getMessage());
            return 1;
        }
    }
}
