package org.ringlab.host.virt;

import java.nio.charset.StandardCharsets;
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
import org.ringlab.host.machine.Session;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.stack.GuestCard;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.StackProfile;
import org.ringlab.netfilter.stack.Tap;
import org.ringlab.virt.domain.GuestPlan;

/** A Linux that runs in a guest: a computer of the lab, whose cards end at taps of the host. */
final class GuestSystem {
    private static final long PATIENCE = 20 * SimClock.SECOND;
    private static final int SECTOR = 512;
    private static final String QCOW2_MAGIC = "QFI\u00fb";

    private final LabNeighbourhood lab;
    private final String name;
    private final Machine machine;
    private final Session terminal;
    private final StringBuilder console = new StringBuilder();
    private boolean suspended;

    private GuestSystem(LabNeighbourhood lab, String name, Machine machine) {
        this.lab = lab;
        this.name = name;
        this.machine = machine;
        terminal = new Session(machine);
        terminal.login();
    }

    /** Starts what is found on the guest's disks, or the kernel it was given; empty where there is nothing to start. */
    static Optional<GuestSystem> boot(HostVirt host, GuestPlan plan, Function<String, Optional<Tap>> taps) {
        if (host.lab().isEmpty() || !isBootable(host, plan)) {
            return Optional.empty();
        }
        NetStack stack = new NetStack(plan.name(), host.machine().stack().network(), StackProfile.LINUX, true);
        Machine machine = new Machine(
                Profile.CENTOS7, stack, host.lab().get().services(stack), HostSpec.Build.guest(plan.memory() / 1024));
        GuestSystem system = new GuestSystem(host.lab().get(), plan.name(), machine);
        plan.nics().forEach(nic -> system.plug(nic, taps));
        system.askForAddresses(plan.kernel().isPresent() ? "" : plan.name());
        system.console.append(BootLog.of(host, plan, machine));
        plan.serialLog()
                .ifPresent(path -> host.files()
                        .write(
                                path,
                                plan.kernel().isPresent() ? GuestReport.of(host, plan, machine) : system.console()));
        host.lab().get().joined(plan.name(), system.terminal);
        return Optional.of(system);
    }

    /** Whether firmware finds something to start: a kernel, a boot sector on the first disk, an image in a drive. */
    private static boolean isBootable(HostVirt host, GuestPlan plan) {
        if (plan.kernel().isPresent()) {
            return host.machine().files().exists(plan.kernel().get());
        }
        for (String device : plan.boot()) {
            String kind = device.equals("cdrom") ? "cdrom" : "disk";
            boolean found = !device.equals("network")
                    && plan.disks().stream()
                            .filter(d -> d.device().equals(kind))
                            .limit(1)
                            .anyMatch(d -> hasBootSector(host, d));
            if (found) {
                return true;
            }
        }
        return false;
    }

    /** Whether a disk begins with code; a qcow2 file that is taken for raw begins with its own header. */
    private static boolean hasBootSector(HostVirt host, GuestPlan.Disk disk) {
        byte[] sector = host.images().firstBytes(disk.path(), disk.format(), SECTOR);
        if (new String(sector, StandardCharsets.ISO_8859_1).startsWith(QCOW2_MAGIC)) {
            return false;
        }
        for (byte b : sector) {
            if (b != 0) {
                return true;
            }
        }
        return false;
    }

    private void askForAddresses(String hostname) {
        List<DhcpClient> clients = new ArrayList<>();
        for (NetInterface card : machine.stack().interfaces()) {
            if (card.device() instanceof GuestCard) {
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

    /** Takes the card with an address away. */
    void unplug(GuestPlan.Nic nic) {
        for (NetInterface card : List.copyOf(machine.stack().interfaces())) {
            if (card.device() instanceof GuestCard && card.mac().toString().equals(nic.mac())) {
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
        lab.joined(name, terminal);
    }

    /** Its processors run, or stand still. */
    void setRunning(boolean running) {
        for (NetInterface card : machine.stack().interfaces()) {
            if (card.device() instanceof GuestCard device) {
                device.setRunning(running);
            }
        }
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
