package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.container.HostRules;
import org.ringlab.host.files.FileException;
import org.ringlab.host.guests.Guest;
import org.ringlab.host.guests.GuestHost;
import org.ringlab.host.guests.Vmx;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.stack.Sysctls;

/**
 * {@code vmrun} of VMware Workstation: guests as programs of a host. vmnet1 is a switch of host and guests alone; vmnet8 leads
 * out as well, by the host's forwarding and address translation.
 */
final class VmrunCommand extends NamedCommand {
    private static final Ipv4Prefix HOST_ONLY = Ipv4Prefix.of("192.168.77.0/24");
    private static final Ipv4Prefix NAT = Ipv4Prefix.of("192.168.88.0/24");
    private static final int FIRST_LEASE = 128;

    VmrunCommand() {
        super(
                "vmrun",
                "vmrun [-T ws] list | start FILE.vmx [nogui] | stop FILE.vmx | getGuestIPAddress FILE.vmx: Workstation's guests");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Machine host = session.machine().host();
        GuestHost workstation = host.fleet().guestHost(host.hostName(), "workstation", "000c29");
        if (workstation.isFreshOn(host)) {
            network(host, workstation, "vmnet1", "hostonly", HOST_ONLY);
            network(host, workstation, "vmnet8", "nat", NAT);
            HostRules rules = new HostRules(host);
            rules.first("nat", "POSTROUTING -s " + NAT + " ! -o vmnet8 -j MASQUERADE");
            host.stack().sysctls().set(Sysctls.IP_FORWARD, 1);
        }
        List<String> words = args.size() > 1 && args.getFirst().equals("-T") ? args.subList(2, args.size()) : args;
        if (words.isEmpty()) {
            io.out()
                    .line(
                            "Usage: vmrun [AUTHENTICATION-FLAGS] COMMAND [PARAMETERS]\n\nCommands simulated here: getGuestIPAddress"
                                    + " list start stop");
            return 1;
        }
        String verb = words.getFirst();
        if (verb.equals("list")) {
            List<Guest> on = workstation.guests().stream().filter(Guest::isOn).toList();
            io.out().line("Total running VMs: " + on.size());
            on.forEach(g -> io.out().line(g.file()));
            return 0;
        }
        if (!List.of("start", "stop", "getGuestIPAddress").contains(verb)) {
            io.err().line("vmrun: not simulated: vmrun " + verb);
            return 1;
        }
        if (words.size() < 2) {
            return fail(io, "Insufficient parameters");
        }
        String file = session.resolve(words.get(1));
        Optional<Guest> known =
                workstation.guests().stream().filter(g -> g.file().equals(file)).findFirst();
        if (verb.equals("start")) {
            return start(session, workstation, file, known, io);
        }
        Optional<Guest> running = known.filter(Guest::isOn);
        if (running.isEmpty()) {
            return fail(io, "The virtual machine is not powered on: " + file);
        }
        if (verb.equals("stop")) {
            workstation.powerOff(running.get());
            return 0;
        }
        Optional<Ipv4Address> address = running.get().address();
        if (address.isEmpty()) {
            return fail(io, "Unable to get the IP address");
        }
        io.out().line(address.get().toString());
        return 0;
    }

    private static int fail(Streams io, String why) {
        io.out().line("Error: " + why);
        return 255;
    }

    private static void network(Machine host, GuestHost workstation, String name, String kind, Ipv4Prefix subnet) {
        workstation.addSwitch(name, name, kind);
        workstation.addNetwork(kind, name);
        // Workstation's NAT device answers at .2, the host at .1.
        for (int last = 1; last <= (kind.equals("nat") ? 2 : 1); last++) {
            Ipv4Address own = new Ipv4Address(subnet.address().bits() + last);
            HostRules.program(host, "ip", List.of("addr", "add", own + "/" + subnet.length(), "brd", "+", "dev", name));
        }
    }

    private static int start(Session session, GuestHost workstation, String file, Optional<Guest> known, Streams io) {
        if (known.filter(Guest::isOn).isPresent()) {
            return fail(io, "The file is already in use");
        }
        Vmx vmx;
        try {
            vmx = Vmx.read(session.files().read(file));
        } catch (FileException e) {
            return fail(io, "Cannot open VM: " + file + ", The virtual machine cannot be found");
        }
        known.ifPresent(workstation::undefine);
        String name = vmx.value("displayName", file.replaceFirst(".*/", "").replaceFirst("\\.vmx$", ""));
        Optional<Integer> memory = vmx.number("memsize", 256);
        Optional<Integer> processors = vmx.number("numvcpus", 1);
        String type = vmx.value("ethernet0.connectionType", "nat");
        if (memory.isEmpty() || processors.isEmpty()) {
            return fail(io, "The virtual machine's configuration file is invalid: " + file);
        }
        if (!type.equals("nat") && !type.equals("hostonly")) {
            io.err().line("vmrun: not simulated: ethernet0.connectionType but \"nat\" and \"hostonly\"");
            return 1;
        }
        if (memory.get() > workstation.freeMemory()) {
            return fail(io, "Not enough physical memory is available to power on this virtual machine");
        }
        Guest guest = workstation.define(name, file, memory.get(), processors.get(), type);
        Ipv4Prefix subnet = type.equals("nat") ? NAT : HOST_ONLY;
        int lease = FIRST_LEASE;
        while (taken(workstation, new Ipv4Address(subnet.address().bits() + lease))) {
            lease++;
        }
        workstation.powerOn(
                guest,
                new Ipv4Prefix(new Ipv4Address(subnet.address().bits() + lease), subnet.length()),
                type.equals("nat")
                        ? Optional.of(new Ipv4Address(subnet.address().bits() + 2))
                        : Optional.empty());
        return 0;
    }

    private static boolean taken(GuestHost workstation, Ipv4Address address) {
        return workstation.guests().stream()
                .anyMatch(g -> g.address().filter(address::equals).isPresent());
    }
}
