package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.host.Profile;
import org.ringlab.host.dhcp.DhcpRange;
import org.ringlab.host.dhcp.DhcpServer;
import org.ringlab.host.dhcp.DnsProxy;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Jobs;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.namespaces.Processes;
import org.ringlab.host.namespaces.Task;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.tftp.TftpServer;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetInterface;

/** {@code dnsmasq}: a DHCP server and a name server that passes questions on, as guest networks have them. */
final class DnsmasqCommand extends NamedCommand {
    private static final String CONFIGURATION = "/etc/dnsmasq.conf";
    private static final int BAD_OPTIONS = 1;
    private static final int BAD_NETWORK = 2;
    private static final int BAD_FILE = 3;

    DnsmasqCommand() {
        super(
                "dnsmasq",
                "dnsmasq --interface=IF --dhcp-range=FROM,TO[,LEASE] [--port=0]: serve addresses and names to a network",
                "--interface=",
                "--bind-interfaces",
                "--dhcp-range=",
                "--dhcp-option=",
                "--dhcp-host=",
                "--port=0",
                "--no-daemon",
                "--server=",
                "--address=");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        DnsmasqOptions options = new DnsmasqOptions();
        Optional<String> mistake = options.commandLine(args);
        if (mistake.isPresent()) {
            return die(io, mistake.get(), BAD_OPTIONS);
        }
        if (options.has("version")) {
            io.out().line("Dnsmasq version 2.90  Copyright (c) 2000-2024 Simon Kelley");
            return 0;
        }
        String file = options.value("conf-file", CONFIGURATION);
        String path = session.resolve(file);
        if (session.files().exists(path)) {
            try {
                mistake = options.file(file, session.files().read(path));
            } catch (FileException e) {
                return die(io, "cannot read " + file + ": " + e.getMessage(), BAD_FILE);
            }
            if (mistake.isPresent()) {
                return die(io, mistake.get(), BAD_OPTIONS);
            }
        } else if (!file.equals(CONFIGURATION)) {
            return die(io, "cannot read " + file + ": No such file or directory", BAD_FILE);
        }
        boolean foreground = options.has("no-daemon") || options.has("keep-in-foreground");
        if (foreground && !session.jobs().mayStay()) {
            io.err().line("dnsmasq: not simulated: staying in the foreground (put & behind it)");
            return 1;
        }
        return new Daemon(session, options, io).start(args, foreground);
    }

    private static int die(Streams io, String why, int status) {
        io.err().line("\ndnsmasq: " + why);
        return status;
    }

    /** A running dnsmasq. */
    private static final class Daemon implements Jobs.Process {
        private final Session session;
        private final Machine machine;
        private final DnsmasqOptions options;
        private final Streams io;
        private final List<DhcpServer> dhcp = new ArrayList<>();
        private final List<String> said = new ArrayList<>();
        private Optional<DnsProxy> dns = Optional.empty();
        private Optional<TftpServer> tftp = Optional.empty();

        Daemon(Session session, DnsmasqOptions options, Streams io) {
            this.session = session;
            this.machine = session.machine();
            this.options = options;
            this.io = io;
        }

        int start(List<String> args, boolean foreground) {
            boolean names = !options.value("port", "53").equals("0");
            boolean exclusive = options.has("bind-interfaces");
            List<NetInterface> cards = new ArrayList<>();
            for (String name : options.interfaces) {
                Optional<NetInterface> card = machine.stack().findInterface(name);
                if (card.isEmpty() && exclusive) {
                    return die(io, "unknown interface " + name, BAD_NETWORK);
                }
                card.ifPresent(cards::add);
            }
            if (names && !startNames(cards)) {
                return BAD_NETWORK;
            }
            said.add("dnsmasq: started, version 2.90 " + (names ? "cachesize 150" : "DNS disabled"));
            for (DhcpRange range : options.ranges()) {
                if (!startDhcp(range, cards, names)) {
                    stopAll();
                    return die(io, "failed to bind DHCP server socket: Address already in use", BAD_NETWORK);
                }
                said.add("dnsmasq-dhcp: DHCP, IP range " + range.from() + " -- " + range.to() + ", lease time "
                        + pretty(range.leaseSeconds()));
            }
            if (exclusive && !dhcp.isEmpty()) {
                cards.forEach(c -> said.add("dnsmasq-dhcp: DHCP, sockets bound exclusively to interface " + c.name()));
            }
            if (options.has("enable-tftp") && !startTftp()) {
                stopAll();
                return die(io, "failed to create TFTP socket: Address already in use", BAD_NETWORK);
            }
            if (foreground) {
                session.jobs().stay(this);
                return 0;
            }
            Processes processes = machine.processes();
            List<String> command = new ArrayList<>(List.of("dnsmasq"));
            command.addAll(args);
            processes.fork(processes.init(), command, Task.Terminal.NONE).ifPresent(daemon -> {
                daemon.enter(daemon.memberships().with(machine.namespace()));
                daemon.atKill(this::stopAll);
            });
            return 0;
        }

        private boolean startNames(List<NetInterface> cards) {
            DnsProxy proxy = new DnsProxy(machine.stack(), this::known, this::servers);
            dns = Optional.of(proxy);
            boolean ok = cards.isEmpty() ? proxy.start(Optional.empty()) : true;
            for (NetInterface card : cards) {
                ok &= proxy.start(Optional.of(card));
            }
            if (!ok) {
                proxy.stop();
                String at = cards.isEmpty() || cards.getFirst().addresses().isEmpty()
                        ? "port 53"
                        : cards.getFirst().addresses().getFirst().address().toString();
                die(io, "failed to create listening socket for " + at + ": Address already in use", BAD_NETWORK);
            }
            return ok;
        }

        /** On the interfaces named, else on the one in whose network the range lies. */
        private boolean startDhcp(DhcpRange range, List<NetInterface> cards, boolean names) {
            List<NetInterface> candidates = cards.isEmpty() ? machine.stack().interfaces() : cards;
            List<NetInterface> matching = candidates.stream()
                    .filter(c -> c.addresses().stream().anyMatch(a -> a.prefix().contains(range.from())))
                    .toList();
            for (NetInterface card : matching.isEmpty() ? cards : matching) {
                DhcpServer server =
                        new DhcpServer(machine.stack(), card, range, names, line -> said.add("dnsmasq-dhcp: " + line));
                if (!server.start()) {
                    return false;
                }
                server.atChange(this::writeLeases);
                dhcp.add(server);
            }
            return true;
        }

        private boolean startTftp() {
            String root = session.resolve(options.value("tftp-root", "/var/ftpd"));
            TftpServer server =
                    new TftpServer(machine.stack(), machine.files(), root, line -> said.add("dnsmasq-tftp: " + line));
            said.add("dnsmasq-tftp: TFTP root is " + root);
            tftp = Optional.of(server);
            return server.start(Ipv4Address.ANY);
        }

        private void writeLeases() {
            boolean centos = machine.profile() == Profile.CENTOS7;
            String file = options.value(
                    "dhcp-leasefile", centos ? "/var/lib/dnsmasq/dnsmasq.leases" : "/var/lib/misc/dnsmasq.leases");
            StringBuilder text = new StringBuilder();
            dhcp.forEach(server -> text.append(server.leasesText()));
            try {
                String path = session.resolve(file);
                machine.files().makeDirectories(path.substring(0, Math.max(1, path.lastIndexOf('/'))));
                machine.files().write(path, text.toString());
            } catch (FileException e) {
                said.add("dnsmasq-dhcp: failed to write " + file + ": " + e.getMessage());
            }
        }

        private Map<String, Ipv4Address> known() {
            Map<String, Ipv4Address> names = new LinkedHashMap<>(options.addresses);
            dhcp.forEach(server -> server.leases().forEach(lease -> {
                if (!lease.name().isEmpty()) {
                    names.putIfAbsent(lease.name(), lease.address());
                }
            }));
            if (!options.has("no-hosts")) {
                Names.hosts(machine.files()).forEach(names::putIfAbsent);
            }
            return names;
        }

        private List<Ipv4Address> servers() {
            List<Ipv4Address> servers = new ArrayList<>(options.servers);
            if (!options.has("no-resolv")) {
                servers.addAll(DnsLookup.servers(machine.files(), options.value("resolv-file", "/etc/resolv.conf")));
            }
            servers.removeIf(machine.stack().routing()::isLocal);
            return servers;
        }

        private static String pretty(long seconds) {
            if (seconds == 0xFFFF_FFFFL) {
                return "infinite";
            }
            StringBuilder text = new StringBuilder();
            long rest = seconds;
            for (long[] unit : new long[][] {{86_400, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}}) {
                if (rest >= unit[0]) {
                    text.append(rest / unit[0]).append((char) unit[1]);
                    rest %= unit[0];
                }
            }
            return text.toString();
        }

        private void stopAll() {
            dhcp.forEach(DhcpServer::stop);
            dns.ifPresent(DnsProxy::stop);
            tftp.ifPresent(TftpServer::stop);
        }

        @Override
        public void report(Streams out) {
            said.forEach(out.err()::line);
            said.clear();
        }

        @Override
        public boolean hasEnded() {
            return false;
        }

        @Override
        public int stop(Streams out) {
            report(out);
            stopAll();
            out.err().line("dnsmasq: exiting on receipt of SIGTERM");
            return 0;
        }

        @Override
        public void kill() {
            stopAll();
        }
    }
}
