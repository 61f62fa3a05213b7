package org.ringlab.host.virt;

import java.util.Comparator;
import java.util.List;
import org.ringlab.host.machine.Machine;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.virt.domain.GuestPlan;

/** What the small system behind a directly booted kernel writes about itself: disks, cards, addresses, the first bytes. */
final class GuestReport {
    private static final int SHOWN = 16;

    private GuestReport() {}

    static String of(HostVirt host, GuestPlan plan, Machine guest) {
        List<GuestDisks.Seen> disks = GuestDisks.of(host, plan).stream()
                .sorted(Comparator.comparing(GuestDisks.Seen::name))
                .toList();
        StringBuilder text = new StringBuilder();
        StringBuilder names = new StringBuilder("disks ");
        disks.forEach(d -> names.append(d.name()).append(' '));
        say(text, names.toString());
        for (GuestDisks.Seen disk : disks) {
            int ro = disk.disk().readOnly() ? 1 : 0;
            say(text, disk.name() + " " + disk.sectors() + " sectors ro=" + ro + " parent=" + disk.driver());
        }
        for (NetInterface card : guest.stack().interfaces()) {
            if (!card.isLoopback()) {
                say(text, "nic " + card.name() + " " + card.mac());
            }
        }
        say(text, "nic lo 00:00:00:00:00:00");
        for (NetInterface card : guest.stack().interfaces()) {
            if (!card.isLoopback()) {
                card.addresses().forEach(a -> say(text, "inet " + a.prefix() + " scope global " + card.name()));
            }
        }
        say(text, "ready");
        disks.stream().filter(d -> d.name().equals("vda")).findFirst().ifPresent(disk -> {
            byte[] first =
                    host.images().firstBytes(disk.disk().path(), disk.disk().format(), SHOWN);
            StringBuilder seen = new StringBuilder();
            for (byte b : first) {
                if (b >= 32 && b < 127) {
                    seen.append((char) b);
                }
            }
            say(text, "vda blk0 " + seen);
        });
        return text.toString();
    }

    private static void say(StringBuilder text, String line) {
        text.append("GUEST: ").append(line).append("\r\n");
    }
}
