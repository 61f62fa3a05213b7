package org.ringlab.host.command;

import java.util.List;
import org.ringlab.common.SimClock;
import org.ringlab.host.machine.HostImages;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.virt.image.QemuImg;
import org.ringlab.virt.image.ToolResult;

/** {@code qemu-img} on a host's files; the program itself is {@link QemuImg}. */
final class QemuImgCommand extends NamedCommand {
    QemuImgCommand() {
        super(
                "qemu-img",
                "qemu-img create|info|resize|convert|snapshot|rebase|commit|check|map|compare …: disk images",
                QemuImg.verbs().toArray(String[]::new));
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        long now = session.machine().stack().network().clock().nanos();
        ToolResult result = new QemuImg(
                        new HostImages(session),
                        HostImages.version(session.machine()),
                        SimClock.BOOT_EPOCH_SECONDS + now / SimClock.SECOND)
                .run(args);
        io.out().print(result.out());
        io.err().print(result.err());
        return result.status();
    }
}
