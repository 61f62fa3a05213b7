package org.ringlab.host.xen;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.container.Digest;
import org.ringlab.host.dhcp.ClientLease;
import org.ringlab.host.dhcp.DhcpClient;
import org.ringlab.host.files.GeneratedFile;
import org.ringlab.host.hardware.Hardware;
import org.ringlab.host.machine.Machine;
import org.ringlab.netfilter.link.Segment;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.stack.Bridge;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.StackProfile;

/**
 * A computer on which Xen can be the first to boot. While it is, the Linux that one types on is domain 0, with all memory
 * that no other domain has.
 */
public final class XenHost {
    private static final Hardware USUAL = Hardware.PLAIN.with(4, 8192, 20);

    /** What Xen keeps for itself, MiB. */
    public static final int OWN = 64;

    /** Domain 0 isn't made smaller than this, MiB. */
    public static final int LEAST = 512;

    private final List<Domain> domains = new ArrayList<>();
    private boolean bootsXen;
    private Hardware hardware = USUAL;
    private boolean running;
    private int nextId = 1;

    /**
     * An unprivileged domain.
     *
     * @param id its number; never used again until the host restarts
     * @param name its name
     * @param memory MiB
     * @param vcpus virtual processors
     * @param startedNanos since when it runs
     * @param stack the guest's own network stack
     * @param cards its interfaces on the host, {@code vifID.N}
     */
    public record Domain(
            int id, String name, int memory, int vcpus, long startedNanos, NetStack stack, List<String> cards) {}

    /**
     * What a configuration file asks for.
     *
     * @param name the domain's name
     * @param memory MiB
     * @param vcpus virtual processors
     * @param bridges the bridge of each card
     */
    public record Config(String name, int memory, int vcpus, List<String> bridges) {}

    /** The boot loader takes Xen from now on, or Linux alone. */
    public void setBootsXen(boolean on) {
        bootsXen = on;
    }

    /** MiB of the computer. */
    public int memory() {
        return hardware.memoryMib();
    }

    /** Its processors. */
    public int processors() {
        return hardware.cores();
    }

    /** Whether Xen runs below. */
    public boolean isRunning() {
        return running;
    }

    /** The computer has started: what the boot loader says is what runs. */
    public void booted(Machine machine) {
        hardware = machine.hardware().equals(Hardware.PLAIN) ? USUAL : machine.hardware();
        running = bootsXen;
        domains.clear();
        nextId = 1;
        if (running) {
            machine.files().install("/proc/xen");
            machine.files().generate("/sys/hypervisor/type", GeneratedFile.readOnly(() -> "xen\n"));
        }
    }

    /** The domains besides domain 0, oldest first. */
    public List<Domain> domains() {
        return Collections.unmodifiableList(domains);
    }

    /** The domain of that name or number. */
    public Optional<Domain> find(String word) {
        return domains.stream()
                .filter(d -> d.name().equals(word) || String.valueOf(d.id()).equals(word))
                .findFirst();
    }

    /** MiB that domain 0 has. */
    public int memoryOfDomain0() {
        return memory() - OWN - domains.stream().mapToInt(Domain::memory).sum();
    }

    /** Whether a domain of that size can be made, domain 0 giving the memory. */
    public boolean hasRoom(int memory) {
        return memoryOfDomain0() - memory >= LEAST;
    }

    /** Makes a domain; its cards are ports of bridges of domain 0, and ask for addresses there. */
    public Domain create(Machine host, Config config) {
        int id = nextId++;
        NetStack guest =
                new NetStack(config.name() + "@" + host.hostName(), host.stack().network(), StackProfile.LINUX, true);
        List<String> cards = new ArrayList<>();
        for (int i = 0; i < config.bridges().size(); i++) {
            String card = "vif" + id + "." + i;
            Segment cable = host.stack().network().segment("xen-" + host.hostName() + "-" + card + "-" + config.name());
            NetInterface outer = host.stack().links().addCard(card, new MacAddress(0xFEFFFFFFFFFFL), 1500, cable);
            String bridge = config.bridges().get(i);
            host.stack().findInterface(bridge).ifPresent(b -> {
                if (b.device() instanceof Bridge device) {
                    host.stack().links().enslave(outer, device);
                }
            });
            host.stack().setUp(outer, true);
            long digits = Long.parseLong(
                    "00163e" + Digest.hex("xen " + config.name() + i).substring(0, 6), 16);
            NetInterface inner = guest.links().addCard("eth" + i, new MacAddress(digits), 1500, cable);
            new DhcpClient(inner, config.name(), true, new Nothing(), text -> {}).start(Optional.empty());
            cards.add(card);
        }
        Domain domain = new Domain(
                id,
                config.name(),
                config.memory(),
                config.vcpus(),
                host.stack().network().clock().nanos(),
                guest,
                List.copyOf(cards));
        domains.add(domain);
        return domain;
    }

    /** Ends a domain at once. */
    public void destroy(Machine host, Domain domain) {
        domain.cards()
                .forEach(c ->
                        host.stack().findInterface(c).ifPresent(host.stack().links()::remove));
        List.copyOf(domain.stack().interfaces()).forEach(domain.stack().links()::remove);
        domains.remove(domain);
    }

    /** The guest keeps no files that anybody sees. */
    private static final class Nothing implements DhcpClient.Environment {
        @Override
        public void keep(ClientLease lease) {}

        @Override
        public void resolver(List<Ipv4Address> servers, Optional<String> domain) {}
    }
}
