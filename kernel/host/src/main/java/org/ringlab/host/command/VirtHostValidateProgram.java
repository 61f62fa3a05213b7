package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import org.ringlab.host.hardware.Hardware;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.virt.Generation;

/** {@code virt-host-validate}: whether a host is fit for guests (virt-host-validate-qemu.c). */
final class VirtHostValidateProgram extends NamedCommand {
    private static final List<String> CONTROLLERS_4_5 =
            List.of("memory", "cpu", "cpuacct", "cpuset", "devices", "blkio");
    private static final List<String> CONTROLLERS_9_0 =
            List.of("cpu", "cpuacct", "cpuset", "memory", "devices", "blkio");

    VirtHostValidateProgram() {
        super("virt-host-validate", "virt-host-validate [qemu]: whether a host is fit for guests", "qemu");
    }

    private static void say(Streams io, String check, String verdict) {
        io.out().print(String.format(Locale.ROOT, "%6s: Checking %-60s: %s\n", "QEMU", check, verdict));
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        if (!args.isEmpty() && !args.getFirst().equals("qemu")) {
            io.err().line("virt-host-validate: " + args.getFirst() + ": unsupported hypervisor name");
            return 1;
        }
        Machine machine = session.machine();
        Hardware hardware = machine.hardware();
        boolean old = machine.virtualisation().host().generation() == Generation.EL7;
        boolean well = true;
        if (hardware.virtualisation()) {
            say(io, "for hardware virtualization", "PASS");
            boolean kvm = machine.virtualisation().host().hasKvm();
            say(
                    io,
                    "if device /dev/kvm exists",
                    kvm
                            ? "PASS"
                            : "FAIL (Check that the 'kvm-intel' or 'kvm-amd' modules are loaded & the BIOS has enabled"
                                    + " virtualization)");
            if (kvm) {
                say(io, "if device /dev/kvm is accessible", "PASS");
            }
            well = kvm;
        } else {
            say(
                    io,
                    "for hardware virtualization",
                    "FAIL (Only emulated CPUs are available, performance will be significantly limited)");
            well = false;
        }
        say(
                io,
                "if device /dev/vhost-net exists",
                machine.modules().isLoaded("vhost_net")
                        ? "PASS"
                        : "WARN (Load the 'vhost_net' module to improve performance of virtio networking)");
        say(io, "if device /dev/net/tun exists", "PASS");
        for (String controller : old ? CONTROLLERS_4_5 : CONTROLLERS_9_0) {
            say(io, "for cgroup '" + controller + "' controller support", "PASS");
            if (old) {
                say(io, "for cgroup '" + controller + "' controller mount-point", "PASS");
            }
        }
        say(
                io,
                "for device assignment IOMMU support",
                "WARN (No ACPI DMAR table found, IOMMU either disabled in BIOS or not supported by this hardware"
                        + " platform)");
        if (!old) {
            say(io, "for secure guest support", "WARN (Unknown if this platform has Secure Guest support)");
        }
        return well ? 0 : 1;
    }
}
