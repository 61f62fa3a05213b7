package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.hardware.Hardware;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code lscpu} of util-linux: the processor, and whether it can run guests. */
final class LscpuCommand extends NamedCommand {
    LscpuCommand() {
        super("lscpu", "lscpu: the processor");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Hardware hardware = session.machine().hardware();
        line(io, "Architecture", "x86_64");
        line(io, "CPU op-mode(s)", "32-bit, 64-bit");
        line(io, "Byte Order", "Little Endian");
        line(io, "CPU(s)", String.valueOf(hardware.cores()));
        line(io, "On-line CPU(s) list", hardware.cores() == 1 ? "0" : "0-" + (hardware.cores() - 1));
        line(io, "Thread(s) per core", "1");
        line(io, "Core(s) per socket", String.valueOf(hardware.cores()));
        line(io, "Socket(s)", "1");
        line(io, "NUMA node(s)", "1");
        line(io, "Vendor ID", hardware.cpu().vendor());
        line(io, "CPU family", String.valueOf(hardware.cpu().numbers().get(0)));
        line(io, "Model", String.valueOf(hardware.cpu().numbers().get(1)));
        line(io, "Model name", hardware.cpu().model());
        line(io, "Stepping", "2");
        line(io, "CPU MHz", "2494.224");
        line(io, "BogoMIPS", "4988.44");
        if (hardware.virtualisation()) {
            line(io, "Virtualization", hardware.cpu().feature());
        }
        hardware.hypervisor().ifPresent(name -> {
            line(io, "Hypervisor vendor", name);
            line(io, "Virtualization type", "full");
        });
        line(io, "Flags", hardware.flags());
        return 0;
    }

    private static void line(Streams io, String name, String value) {
        io.out().line(Texts.left(name + ":", 23) + value);
    }
}
