package org.ringlab.host.virt;

import java.util.List;
import java.util.Locale;
import org.ringlab.host.machine.Machine;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.virt.domain.GuestPlan;

/** What a guest's Linux writes to its serial console while it boots. */
final class BootLog {
    private BootLog() {}

    /** Of the system of a disk, or of a kernel that was given. */
    static String of(HostVirt host, GuestPlan plan, Machine guest) {
        StringBuilder log = new StringBuilder();
        String command = plan.kernel().isPresent() ? "console=ttyS0 quiet" : "root=/dev/vda1 ro console=ttyS0,115200";
        int step = kernel(log, plan, GuestDisks.of(host, plan), command);
        for (NetInterface card : guest.stack().interfaces()) {
            if (!card.isLoopback()) {
                line(log, step++, card.name() + ": " + card.mac() + (card.isRunning() ? ", link is up" : ", no link"));
            }
        }
        for (NetInterface card : guest.stack().interfaces()) {
            if (!card.isLoopback()) {
                card.addresses()
                        .forEach(a -> log.append("dhclient: bound to ")
                                .append(a.address())
                                .append('\n'));
            }
        }
        log.append("\nCentOS Linux 7 (Core)\nKernel 3.10.0-1160.el7.x86_64 on an x86_64\n\n")
                .append(plan.name())
                .append(" login: \n");
        return log.toString();
    }

    /** Of the installer. */
    static String installer(GuestPlan plan, List<GuestDisks.Seen> disks) {
        StringBuilder log = new StringBuilder();
        kernel(log, plan, disks, "initrd=initrd.img inst.text console=ttyS0");
        return log.append("[  OK  ] Started Show Plymouth Boot Screen.\n[  OK  ] Reached target Basic System.\n"
                        + "Starting installer, one moment...\nanaconda 21.48.22.159-1 for CentOS 7 started.\n")
                .toString();
    }

    /** What the kernel says first; the number of the next line. */
    private static int kernel(StringBuilder log, GuestPlan plan, List<GuestDisks.Seen> disks, String command) {
        int step = 0;
        line(log, step++, "Initializing cgroup subsys cpuset");
        line(log, step++, "Linux version 3.10.0-1160.el7.x86_64 (gcc version 4.8.5 20150623) #1 SMP");
        line(log, step++, "Command line: " + command);
        line(log, step++, "Hypervisor detected: " + (plan.kvm() ? "KVM" : "none, processor emulated"));
        line(log, step++, "Memory: " + plan.memory() + "k total");
        line(log, step++, "smpboot: Allowing " + plan.processors() + " CPUs, 0 hotplug CPUs");
        for (GuestDisks.Seen disk : disks) {
            line(log, step++, disk.name() + ": " + disk.sectors() + " 512-byte logical blocks");
        }
        return step;
    }

    private static void line(StringBuilder log, int step, String text) {
        log.append(String.format(Locale.ROOT, "[%5d.%06d] %s\n", step / 4, step * 137_911 % 1_000_000, text));
    }
}
