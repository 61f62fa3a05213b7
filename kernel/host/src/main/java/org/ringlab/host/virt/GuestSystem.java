package org.ringlab.host.virt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.ringlab.common.SimClock;
import org.ringlab.host.HostSpec;
import org.ringlab.host.Profile;
import org.ringlab.host.dhcp.ClientLease;
import org.ringlab.host.dhcp.DhcpClient;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.PciBus;
import org.ringlab.host.machine.Session;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.stack.EthernetCard;
import org.ringlab.netfilter.stack.GuestCard;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.StackProfile;
import org.ringlab.netfilter.stack.Tap;
import org.ringlab.virt.domain.GuestPlan;

/** A Linux that runs in a guest: a computer of the lab, whose cards end at taps of the host. */
final class GuestSystem {
    private static final long PATIENCE = 20 * SimClock.SECOND;
    /** How long QEMU takes to read a guest's memory; by then its bridge's port forwards. */
    private static final long LOADING = 5 * SimClock.SECOND;

    private final LabNeighbourhood lab;
    private final String name;
    private final Machine machine;
    private final Session terminal;
    private final StringBuilder console = new StringBuilder();
    private Runnable atReboot = () -> {};
    private boolean suspended;

    private GuestSystem(LabNeighbourhood lab, String name, Machine machine) {
        this.lab = lab;
        this.name = name;
        this.machine = machine;
        terminal = new Session(machine);
        terminal.login();
    }

    /**
     * Starts the system of a disk, or a kernel that the host gives.
     *
     * @param lab the lab it becomes a host of
     */
    static GuestSystem boot(HostVirt host, LabNeighbourhood lab, GuestPlan plan, Function<String, Optional<Tap>> taps) {
        NetStack stack = new NetStack(plan.name(), host.machine().stack().network(), StackProfile.LINUX, true);
        boolean nested = plan.kvm() && plan.nested() && host.machine().modules().isNested();
        HostSpec.Build build =
                HostSpec.Build.guest(host.machine().hardware().cpu(), nested, plan.processors(), plan.memory() / 1024);
        Machine machine = new Machine(Profile.CENTOS7, stack, lab.services(stack), build);
        machine.joinLab(lab);
        GuestSystem system = new GuestSystem(lab, plan.name(), machine);
        plan.nics().forEach(nic -> system.plug(nic, taps));
        plan.hostDevices().forEach(address -> host.pci().card(address).ifPresent(system::plug));
        machine.discoverBus();
        system.askForAddresses(plan.kernel().isPresent() ? "" : plan.name());
        system.console.append(BootLog.of(host, plan, machine));
        plan.serialLog()
                .ifPresent(path -> host.files()
                        .write(
                                path,
                                plan.kernel().isPresent() ? GuestReport.of(host, plan, machine) : system.console()));
        lab.joined(plan.name(), system.terminal, system);
        return system;
    }

    private void askForAddresses(String hostname) {
        List<DhcpClient> clients = new ArrayList<>();
        for (NetInterface card : machine.stack().interfaces()) {
            if (card.device() instanceof GuestCard || card.device() instanceof EthernetCard) {
                DhcpClient client = new DhcpClient(card, hostname, false, new Resolver(machine), text -> {});
                machine.dhcpClients().put(card, client);
                client.start(Optional.empty());
                clients.add(client);
            }
        }
        machine.stack()
                .network()
                .queue()
                .runUntil(() -> clients.stream().allMatch(DhcpClient::isSettled), clients.isEmpty() ? 1 : PATIENCE);
    }

    /** A client writes down which servers know names. */
    private record Resolver(Machine machine) implements DhcpClient.Environment {
        @Override
        public void keep(ClientLease lease) {}

        @Override
        public void resolver(List<Ipv4Address> servers, Optional<String> domain) {
            StringBuilder text = new StringBuilder();
            servers.forEach(s -> text.append("nameserver ").append(s).append('\n'));
            try {
                machine.files().write("/etc/resolv.conf", text.toString());
            } catch (FileException full) {
                return;
            }
        }
    }

    /** Gives it a card whose cable ends at a tap. */
    void plug(GuestPlan.Nic nic, Function<String, Optional<Tap>> taps) {
        NetStack stack = machine.stack();
        MacAddress mac = MacAddress.parse(nic.mac()).orElse(MacAddress.ZERO);
        NetInterface card = stack.links().addGuestCard(stack.links().freeName("eth"), mac);
        if (card.device() instanceof GuestCard device) {
            taps.apply(nic.tap()).ifPresent(tap -> tap.plug(device));
        }
        stack.setUp(card, true);
    }

    /** Gives it one of the host's own cards: its cable is the guest's now. */
    void plug(PciBus.Card card) {
        NetStack stack = machine.stack();
        stack.setUp(stack.links().addCard(stack.links().freeName("eth"), card.mac(), card.mtu(), card.segment()), true);
    }

    /** Takes one of the host's own cards away. */
    void unplug(PciBus.Card card) {
        unplug(card.mac().toString());
    }

    /** Takes the card with an address away. */
    void unplug(GuestPlan.Nic nic) {
        unplug(nic.mac());
    }

    private void unplug(String mac) {
        for (NetInterface card : List.copyOf(machine.stack().interfaces())) {
            if (card.mac().toString().equals(mac)) {
                DhcpClient client = machine.dhcpClients().remove(card);
                if (client != null) {
                    client.stop();
                }
                machine.stack().links().remove(card);
            }
        }
    }

    /** Its cards go to the taps of another QEMU, in order. */
    void attach(HostVirt host, GuestPlan plan, Function<String, Optional<Tap>> taps) {
        suspended = false;
        for (GuestPlan.Nic nic : plan.nics()) {
            for (NetInterface card : machine.stack().interfaces()) {
                if (card.device() instanceof GuestCard device
                        && card.mac().toString().equals(nic.mac())) {
                    taps.apply(nic.tap()).ifPresent(tap -> tap.plug(device));
                }
            }
        }
        machine.stack().network().queue().runUntil(() -> false, LOADING);
        lab.joined(name, terminal, this);
    }

    /**
     * QEMU makes its cards known where it came to (net/announce.c), so that switches look for it there: a broadcast from each
     * card's address, which nobody answers.
     */
    void announce() {
        for (NetInterface card : machine.stack().interfaces()) {
            if (card.device() instanceof GuestCard) {
                machine.stack().neighbours().probe(card, Ipv4Address.ANY);
                machine.stack().neighbours().remove(card, Ipv4Address.ANY);
            }
        }
    }

    /** Its processors run, or stand still. */
    void setRunning(boolean running) {
        for (NetInterface card : machine.stack().interfaces()) {
            if (card.device() instanceof GuestCard device) {
                device.setRunning(running);
            } else if (card.device() instanceof EthernetCard device) {
                device.setRunning(running);
            }
        }
    }

    /** Who is told when somebody in it starts it again. */
    void atReboot(Runnable action) {
        atReboot = action;
    }

    /** Somebody in it starts it again. */
    void reboots() {
        atReboot.run();
    }

    /** Its insides. */
    Machine machine() {
        return machine;
    }

    boolean isSuspended() {
        return suspended;
    }

    /** Its memory is written down: it stands still until somebody goes on with it. */
    String suspend() {
        suspended = true;
        setRunning(false);
        lab.left(name, terminal);
        return lab.park(this);
    }

    static Optional<GuestSystem> suspended(HostVirt host, String memory) {
        return host.lab().flatMap(l -> l.unpark(memory));
    }

    String console() {
        return console.toString();
    }

    /** It is switched off. */
    void end() {
        lab.left(name, terminal);
        machine.powerOff();
    }
}
