package org.ringlab.host;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.ringlab.common.SimClock;
import org.ringlab.host.machine.Fleet;
import org.ringlab.host.machine.HttpdConfig;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.NetworkFiles;
import org.ringlab.host.machine.Session;
import org.ringlab.host.machine.SystemFiles;
import org.ringlab.host.service.Services;
import org.ringlab.host.shell.Shell;
import org.ringlab.host.shell.Terminal;
import org.ringlab.host.unit.Boot;
import org.ringlab.host.unit.Systemd;
import org.ringlab.host.unit.Units;
import org.ringlab.host.virt.LabNeighbourhood;
import org.ringlab.netfilter.link.Network;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.StackProfile;
import org.ringlab.netfilter.stack.Sysctls;

/** The machines of a lab, each with its terminal: built as the lab file says, and booted again from their files. */
final class Machines {
    /** How long a host takes from going down to its prompt. */
    private static final long BOOT_NANOS = 20 * SimClock.SECOND;

    /** Number of the terminal's shell; systemd and what it started came before. */
    private static final int TERMINAL_PID = 1000;

    private final LabSpec spec;
    private final Network network;
    private final Function<NetStack, Services> services;
    private final Consumer<ServiceSpec> homeless;
    private final Fleet fleet = new Fleet();
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Map<String, Session> namespaceSessions = new LinkedHashMap<>();
    private final LabNeighbourhood neighbourhood;

    /**
     * None yet.
     *
     * @param services what offers services on a stack
     * @param homeless is told of services whose host isn't there
     */
    Machines(LabSpec spec, Network network, Function<NetStack, Services> services, Consumer<ServiceSpec> homeless) {
        this.spec = spec;
        this.network = network;
        this.services = services;
        this.homeless = homeless;
        neighbourhood = new LabNeighbourhood(sessions, services);
    }

    /** Their names, in file order. */
    Set<String> names() {
        return sessions.keySet();
    }

    /** Their terminals. */
    Collection<Session> terminals() {
        return sessions.values();
    }

    /** A host's terminal, or one in a namespace, which lasts as long as the namespace. */
    Optional<Session> find(String name) {
        int slash = name.indexOf('/');
        if (slash < 0) {
            return Optional.ofNullable(sessions.get(name));
        }
        Optional<Machine> namespace = Optional.ofNullable(sessions.get(name.substring(0, slash)))
                .map(host -> host.machine().namespaces().get(name.substring(slash + 1)));
        return namespace.map(machine -> {
            Session open = namespaceSessions.get(name);
            if (open == null || open.home() != machine) {
                open = new Session(machine);
                namespaceSessions.put(name, open);
            }
            return open;
        });
    }

    /** Builds a machine as the lab file has it, its setup left out, and opens its terminal. */
    void build(HostSpec host) {
        NetStack stack = new NetStack(host.name(), network, stackProfile(), true);
        Machine machine = new Machine(spec.profile(), stack, services.apply(stack), host.build());
        machine.joinLab(neighbourhood);
        fleet.add(machine);
        NetworkFiles.install(machine.files(), host);
        Units.find(machine, "network").ifPresent(unit -> Units.install(machine, unit));
        machine.startedUnits().put("network", 0L);
        for (HostSpec.InterfaceSpec card : host.interfaces()) {
            NetInterface iface = plugIn(stack, card);
            for (Ipv4Prefix address : card.addresses()) {
                Ipv4Address broadcast = address.length() < 31 ? address.broadcast() : Ipv4Address.ANY;
                stack.addAddress(iface, address, broadcast, card.name());
            }
            stack.setUp(iface, card.up());
        }
        machine.discoverBus();
        if (host.forwarding()) {
            stack.sysctls().set(Sysctls.IP_FORWARD, 1);
        }
        Session session = new Session(machine);
        machine.processes().skipTo(TERMINAL_PID);
        session.login();
        sessions.put(host.name(), session);
        if (host.firewalld()) {
            Units.find(machine, "firewalld").ifPresent(unit -> {
                Units.enable(machine, unit);
                Systemd.start(session, unit);
            });
        }
    }

    private NetInterface plugIn(NetStack stack, HostSpec.InterfaceSpec card) {
        stack.links().countFrom(card.index());
        return stack.links().addCard(card.name(), card.mac(), card.mtu(), network.segment(card.segment()));
    }

    /** The machine of that terminal, which was asked to, boots again, be it a host of the lab file or a guest. */
    void reboot(Session session) {
        String name = session.home().hostName();
        spec.hosts().stream().filter(h -> h.name().equals(name)).forEach(this::reboot);
        neighbourhood.reboots(session);
    }

    /**
     * A host goes down and boots from its files: what was only typed is gone. Then the lab file's setup runs again, and its
     * services start where they are enabled.
     */
    private void reboot(HostSpec host) {
        Session before = find(host.name()).orElseThrow();
        before.jobs().clear();
        before.home().powerOff();
        network.queue().runUntil(() -> false, BOOT_NANOS);
        NetStack stack = new NetStack(host.name(), network, stackProfile(), true);
        Machine machine = before.home().rebooted(stack, services.apply(stack));
        fleet.add(machine);
        host.interfaces().forEach(card -> plugIn(stack, card));
        machine.discoverBus();
        Session session = new Session(machine);
        machine.processes().skipTo(TERMINAL_PID);
        session.login();
        sessions.put(host.name(), session);
        SystemFiles.lend(machine);
        List<Services.Service> always = new ArrayList<>();
        for (ServiceSpec service : spec.services()) {
            if (service.host().equals(host.name())) {
                Services.Service offered = offer(machine, service, false);
                always.addAll(Units.of(service.kind()).isEmpty() ? List.of(offered) : List.of());
            }
        }
        Boot.run(session);
        always.forEach(Services.Service::start);
        for (HostSpec.InterfaceSpec card : host.interfaces()) {
            if (card.dhcp()) {
                Shell.run(session, "dhclient -1 " + card.name(), new Terminal().streams());
            }
        }
        host.setup().forEach(command -> Shell.run(session, command, new Terminal().streams()));
        spec.services().stream()
                .filter(service -> service.host().startsWith(host.name() + "/"))
                .forEach(this::serve);
        network.queue().settle();
    }

    private StackProfile stackProfile() {
        return switch (spec.profile()) {
            case RECORDED -> StackProfile.RECORDED;
            case DEBIAN12 -> StackProfile.RECORDED.patient();
            case CENTOS7 -> StackProfile.LINUX;
        };
    }

    /** Starts a service of the lab file and has it start at each boot. */
    void serve(ServiceSpec service) {
        Optional<Session> session = find(service.host());
        if (session.isEmpty()) {
            homeless.accept(service);
            return;
        }
        Machine machine = session.get().home();
        SystemFiles.lend(machine);
        offer(machine, service, true).start();
        Units.of(service.kind()).ifPresent(unit -> Units.enable(machine, unit));
    }

    /**
     * Puts a service on a machine, not running. The first http service of a host has files: its page, which begins with the
     * lab file's body, and its configuration.
     *
     * @param fresh whether the files are to be written
     */
    private static Services.Service offer(Machine machine, ServiceSpec service, boolean fresh) {
        boolean withFiles = machine.host() == machine
                && service.kind() == ServiceSpec.Kind.HTTP
                && machine.services().ofKind(ServiceSpec.Kind.HTTP).isEmpty();
        if (!withFiles) {
            return machine.services().add(service, service::body);
        }
        if (fresh) {
            HttpdConfig.install(machine.files(), service);
            machine.files().install(SystemFiles.INDEX_PAGE, service.body());
        }
        return machine.services()
                .add(service, () -> HttpdConfig.listens(machine.files()), SystemFiles.page(machine.files()));
    }
}
