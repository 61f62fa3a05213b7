package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code grub-bootxen.sh} of CentOS's Xen: makes the boot loader start Xen first, from the next restart on. */
final class GrubBootxenCommand extends NamedCommand {
    GrubBootxenCommand() {
        super("grub-bootxen.sh", "grub-bootxen.sh: let the boot loader start Xen, and Linux as its domain 0");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Machine machine = session.machine().host();
        machine.fleet().xen(machine.hostName()).setBootsXen(true);
        io.out()
                .line(
                        "Generating grub configuration file ...\nFound linux image: /boot/vmlinuz-3.10.0-1160.el7.x86_64\ndone");
        return 0;
    }
}
