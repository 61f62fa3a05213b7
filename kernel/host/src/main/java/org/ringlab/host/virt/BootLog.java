package org.ringlab.host.virt;

import java.util.Locale;
import org.ringlab.host.machine.Machine;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.virt.domain.GuestPlan;

/** What a guest's Linux writes to its serial console while it boots. */
final class BootLog {
    private BootLog() {}

    static String of(HostVirt host, GuestPlan plan, Machine guest) {
        StringBuilder log = new StringBuilder();
        int step = 0;
        line(log, step++, "Initializing cgroup subsys cpuset");
        line(log, step++, "Linux version 3.10.0-1160.el7.x86_64 (gcc version 4.8.5 20150623) #1 SMP");
        line(
                log,
                step++,
                "Command line: "
                        + (plan.kernel().isPresent()
                                ? "console=ttyS0 quiet"
                                : "root=/dev/vda1 ro console=ttyS0,115200"));
        line(log, step++, "Hypervisor detected: " + (plan.kvm() ? "KVM" : "none, processor emulated"));
        line(log, step++, "Memory: " + plan.memory() + "k total");
        line(log, step++, "smpboot: Allowing " + plan.processors() + " CPUs, 0 hotplug CPUs");
        for (GuestDisks.Seen disk : GuestDisks.of(host, plan)) {
            line(log, step++, disk.name() + ": " + disk.sectors() + " 512-byte logical blocks");
        }
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

    private static void line(StringBuilder log, int step, String text) {
        log.append(String.format(Locale.ROOT, "[%5d.%06d] %s\n", step / 4, step * 137_911 % 1_000_000, text));
    }
}
