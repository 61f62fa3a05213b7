package org.ringlab.host.command;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.ringlab.common.SimClock;
import org.ringlab.host.Profile;
import org.ringlab.host.dhcp.ClientLease;
import org.ringlab.host.dhcp.DhcpClient;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.namespaces.Processes;
import org.ringlab.host.namespaces.Task;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetInterface;

/** {@code dhclient} of ISC: gets addresses for interfaces, and stays to renew them. */
final class DhclientCommand extends NamedCommand {
    private static final long PATIENCE = 61 * SimClock.SECOND;

    DhclientCommand() {
        super(
                "dhclient",
                "dhclient [-v] [-r] [-1] [INTERFACE]…: get an address by DHCP, or give it back",
                "-v",
                "-r",
                "-1",
                "-x");
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        return session.machine().stack().interfaces().stream()
                .map(NetInterface::name)
                .toList();
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        boolean verbose = false;
        boolean release = false;
        boolean exit = false;
        boolean once = false;
        List<String> names = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            switch (arg) {
                case "-v" -> verbose = true;
                case "-r" -> release = true;
                case "-x" -> exit = true;
                case "-1" -> once = true;
                case "-q", "-4", "-nw", "-i", "-I", "-B", "-n" -> {}
                case "-pf", "-lf", "-sf", "-cf", "-H", "-p", "-s", "-g", "-e", "-timeout" -> i++;
                case "-6", "-d", "-D", "-P", "-S", "-T", "-N", "-w" -> {
                    io.err().line("dhclient: not simulated: " + arg);
                    return 1;
                }
                case "--version" -> {
                    io.err().line("isc-dhclient-" + version(session));
                    return 0;
                }
                default -> {
                    if (arg.startsWith("-")) {
                        io.err().line("Unknown command: " + arg);
                        io.err()
                                .line("Usage: dhclient [-4] [-SNTPRI1dvrxi] [-nw] [-p <port>] [-s server-addr] [-cf"
                                        + " config-file] [-lf lease-file] [-pf pid-file] [interface]*");
                        return 1;
                    }
                    names.add(arg);
                }
            }
        }
        Consumer<String> log = verbose ? io.err()::line : text -> {};
        Optional<Task> old = running(session);
        if (old.isPresent() && (release || exit)) {
            log.accept("Killed old client process");
        } else if (old.isPresent() && session.machine().profile() == Profile.CENTOS7) {
            io.err()
                    .line("dhclient("
                            + old.get()
                                    .pid(session.process().memberships().pid())
                                    .orElse(0) + ") is already running - exiting. ");
            return 1;
        }
        banner(session, log);
        List<NetInterface> cards = new ArrayList<>();
        for (String name : names) {
            Optional<NetInterface> card = session.machine().stack().findInterface(name);
            if (card.isEmpty()) {
                io.err().line("Cannot find device \"" + name + "\"");
                io.err().line("Failed to get interface index: No such device");
                io.err().line("\nexiting.");
                return 1;
            }
            cards.add(card.get());
        }
        if (names.isEmpty()) {
            session.machine().stack().interfaces().stream()
                    .filter(i -> !i.isLoopback() && i.device().isEthernet())
                    .forEach(cards::add);
        }
        for (NetInterface card : cards) {
            log.accept("Listening on LPF/" + card.name() + "/" + card.mac());
            log.accept("Sending on   LPF/" + card.name() + "/" + card.mac());
        }
        log.accept("Sending on   Socket/fallback");
        if (release || exit) {
            for (NetInterface card : cards) {
                end(session, card, release, log);
            }
            old.ifPresent(session.machine().processes()::kill);
            return 0;
        }
        return get(session, cards, args, once, log);
    }

    private static String version(Session session) {
        return session.machine().profile() == Profile.CENTOS7 ? "4.2.5" : "4.4.3-P1";
    }

    private static void banner(Session session, Consumer<String> log) {
        boolean centos = session.machine().profile() == Profile.CENTOS7;
        log.accept("Internet Systems Consortium DHCP Client " + version(session));
        log.accept("Copyright 2004-" + (centos ? "2013" : "2022") + " Internet Systems Consortium.");
        log.accept("All rights reserved.");
        log.accept("For info, please visit https://www.isc.org/software/dhcp/");
        log.accept("");
    }

    private static Optional<Task> running(Session session) {
        return session.machine().processes().all().stream()
                .filter(t -> t.memberships().net() == session.machine().namespace())
                .filter(t -> t != session.process() && t.command().getFirst().equals("dhclient"))
                .filter(t -> t.terminal() == Task.Terminal.NONE)
                .findFirst();
    }

    private static void end(Session session, NetInterface card, boolean release, Consumer<String> log) {
        DhcpClient client = session.machine().dhcpClients().remove(card);
        if (client == null) {
            return;
        }
        client.speakTo(log);
        if (release) {
            client.release();
        } else {
            client.stop();
        }
    }

    private static int get(
            Session session, List<NetInterface> cards, List<String> args, boolean once, Consumer<String> log) {
        Machine machine = session.machine();
        List<DhcpClient> clients = new ArrayList<>();
        for (NetInterface card : cards) {
            DhcpClient before = machine.dhcpClients().remove(card);
            Optional<ClientLease> remembered = Optional.ofNullable(before).flatMap(DhcpClient::lease);
            if (before != null) {
                before.stop();
            }
            DhcpClient client = new DhcpClient(
                    card,
                    session.process().memberships().uts().hostname(),
                    machine.profile() == Profile.CENTOS7,
                    new HostFiles(machine, card),
                    log);
            machine.dhcpClients().put(card, client);
            clients.add(client);
            client.start(remembered);
        }
        machine.stack().network().queue().runUntil(() -> clients.stream().anyMatch(DhcpClient::isSettled), PATIENCE);
        boolean got = clients.stream().anyMatch(c -> c.state() == DhcpClient.State.BOUND);
        if (!got && once) {
            log.accept("Unable to obtain a lease on first try.  Exiting.");
            clients.forEach(DhcpClient::stop);
            cards.forEach(machine.dhcpClients()::remove);
            return 2;
        }
        if (!got) {
            log.accept("No working leases in persistent database - sleeping.");
        }
        clients.forEach(DhcpClient::detach);
        stay(session, clients, args);
        return 0;
    }

    /** It goes on by itself as a process of its own, until somebody ends it. */
    private static void stay(Session session, List<DhcpClient> clients, List<String> args) {
        Processes processes = session.machine().processes();
        List<String> command = new ArrayList<>(List.of("dhclient"));
        command.addAll(args);
        running(session).ifPresent(processes::exit);
        processes.fork(processes.init(), command, Task.Terminal.NONE).ifPresent(daemon -> {
            daemon.enter(daemon.memberships().with(session.machine().namespace()));
            daemon.atKill(() -> clients.forEach(DhcpClient::stop));
        });
    }

    /** What a client writes on its host: as dhclient and its script do. */
    private record HostFiles(Machine machine, NetInterface card) implements DhcpClient.Environment {
        @Override
        public void keep(ClientLease lease) {
            String directory = machine.profile() == Profile.CENTOS7 ? "/var/lib/dhclient" : "/var/lib/dhcp";
            try {
                machine.files().makeDirectories(directory);
                machine.files().append(directory + "/dhclient.leases", text(lease));
            } catch (FileException e) {
                // without room for its file it goes on as before
            }
        }

        @Override
        public void resolver(List<Ipv4Address> servers, Optional<String> domain) {
            StringBuilder text = new StringBuilder();
            domain.ifPresent(d -> text.append("domain ")
                    .append(d)
                    .append("\nsearch ")
                    .append(d)
                    .append('\n'));
            servers.forEach(s -> text.append("nameserver ").append(s).append('\n'));
            FileSystem files = machine.files();
            try {
                files.write("/etc/resolv.conf", text.toString());
            } catch (FileException e) {
                // the old file stays
            }
        }

        private String text(ClientLease lease) {
            StringBuilder text = new StringBuilder("lease {\n  interface \"" + card.name() + "\";\n");
            text.append("  fixed-address " + lease.address().address() + ";\n");
            text.append("  option subnet-mask " + lease.address().netmask() + ";\n");
            lease.router().ifPresent(r -> text.append("  option routers " + r + ";\n"));
            text.append("  option dhcp-lease-time " + lease.seconds() + ";\n  option dhcp-message-type 5;\n");
            lease.dns().forEach(d -> text.append("  option domain-name-servers " + d + ";\n"));
            text.append("  option dhcp-server-identifier " + lease.server() + ";\n");
            text.append("  option dhcp-renewal-time " + lease.t1() + ";\n");
            text.append("  option broadcast-address " + lease.broadcast() + ";\n");
            text.append("  option dhcp-rebinding-time " + lease.t2() + ";\n");
            lease.name().ifPresent(n -> text.append("  option host-name \"" + n + "\";\n"));
            text.append("  renew " + date(lease.renewNanos()) + ";\n");
            text.append("  rebind " + date(lease.rebindNanos()) + ";\n");
            return text.append("  expire " + date(lease.expireNanos()) + ";\n}\n")
                    .toString();
        }

        /** Day of the week, date and time. */
        private static String date(long nanos) {
            LocalDateTime time = LocalDateTime.ofEpochSecond(
                    SimClock.BOOT_EPOCH_SECONDS + nanos / SimClock.SECOND, 0, ZoneOffset.UTC);
            int day = time.getDayOfWeek().getValue() % 7;
            return day + " " + time.format(DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss", Locale.ROOT));
        }
    }
}
