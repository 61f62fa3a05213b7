package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.common.SimClock;
import org.ringlab.host.container.Swarm;
import org.ringlab.host.container.SwarmNode;
import org.ringlab.host.container.SwarmTask;
import org.ringlab.host.container.TextTable;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.TcpConnection;

/** {@code docker swarm} and {@code docker node}: Docker hosts become one, and leave again. */
final class DockerSwarmVerbs {
    private static final long PATIENCE = 5 * SimClock.SECOND;
    private static final String ALREADY =
            "This node is already part of a swarm. Use \"docker swarm leave\" to leave this swarm and join another one.";

    private final Session session;
    private final Machine host;
    private final Streams io;

    DockerSwarmVerbs(Session session, Streams io) {
        this.session = session;
        this.io = io;
        host = session.machine().host();
    }

    int run(String noun, List<String> words) {
        if (words.isEmpty()) {
            io.out()
                    .line("Usage:  docker " + noun + " COMMAND\n\nRun 'docker " + noun
                            + " COMMAND --help' for more information on a command.");
            return 0;
        }
        String verb = words.getFirst();
        List<String> rest = new ArrayList<>(words.subList(1, words.size()));
        return switch (noun + " " + verb) {
            case "swarm init" -> init(rest);
            case "swarm join" -> join(rest);
            case "swarm leave" -> leave(rest);
            case "swarm join-token" -> joinToken(rest);
            case "node ls", "node list" -> nodes(rest);
            case "node ps" -> nodeTasks(rest);
            case "node rm", "node remove" -> removeNodes(rest);
            case "node update" -> update(rest);
            default -> {
                if (!noun.equals("service")) {
                    yield notSimulated(noun + " " + verb);
                }
                Optional<Swarm> swarm = managed();
                yield swarm.isEmpty() ? 1 : new DockerServiceVerbs(session, swarm.get(), io).run(verb, rest);
            }
        };
    }

    private int notSimulated(String what) {
        io.err().line("docker: not simulated: docker " + what);
        return 1;
    }

    private int refuse(String why) {
        io.err().line("Error response from daemon: " + why);
        return 1;
    }

    /** The swarm that this host decides for; otherwise the reason is said. */
    private Optional<Swarm> managed() {
        Optional<Swarm> swarm = host.fleet().swarm(host);
        boolean manager = swarm.flatMap(s -> s.member(host.hostName()))
                .filter(SwarmNode::isManager)
                .isPresent();
        if (manager) {
            return swarm;
        }
        refuse(
                swarm.isEmpty()
                        ? "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect this"
                                + " node to swarm and try again."
                        : "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state. Please"
                                + " run this command on a manager node or promote the current node to a manager.");
        return Optional.empty();
    }

    private List<NetInterface> ownCards() {
        return host.stack().interfaces().stream()
                .filter(i -> !i.isLoopback() && i.isUp() && !i.addresses().isEmpty())
                .filter(i -> !i.name().startsWith("docker") && !i.name().startsWith("br-"))
                .toList();
    }

    private static Ipv4Address first(NetInterface card) {
        return card.addresses().getFirst().prefix().address();
    }

    /** The address others are to use: the one given, that of the interface given, or the only one there is. */
    private Optional<Ipv4Address> advertised(String given) {
        String plain = given.replaceFirst(":\\d+$", "");
        Optional<NetInterface> named =
                ownCards().stream().filter(c -> c.name().equals(plain)).findFirst();
        if (named.isPresent()) {
            return Optional.of(first(named.get()));
        }
        if (!plain.isEmpty()) {
            Optional<Ipv4Address> address = Ipv4Address.parse(plain);
            if (address.isEmpty()) {
                refuse("advertise address must be a non-zero IP address or network interface (with optional port"
                        + " number)");
            }
            return address;
        }
        List<NetInterface> cards = ownCards();
        if (cards.size() > 1) {
            refuse("could not choose an IP address to advertise since this system has multiple addresses on different"
                    + " interfaces (" + first(cards.getFirst()) + " on "
                    + cards.getFirst().name() + " and "
                    + first(cards.get(1)) + " on " + cards.get(1).name() + ") - specify one with --advertise-addr");
            return Optional.empty();
        }
        if (cards.isEmpty()) {
            refuse("could not find the system's IP address - specify one with --advertise-addr");
        }
        return cards.stream().findFirst().map(DockerSwarmVerbs::first);
    }

    private int init(List<String> words) {
        DockerOptions options = DockerOptions.parse(words, true, "advertise-addr:", "listen-addr:");
        if (options.complaint().isPresent()) {
            return DockerCommand.misuse(io, "swarm init", options.complaint().get(), 125);
        }
        if (host.fleet().swarm(host).isPresent()) {
            return refuse(ALREADY);
        }
        Optional<Ipv4Address> address = advertised(options.value("advertise-addr", ""));
        if (address.isEmpty()) {
            return 1;
        }
        Swarm swarm = new Swarm(host.fleet(), host, address.get());
        host.fleet().swarms().put(host.hostName(), swarm);
        settle(1);
        io.out()
                .line("Swarm initialized: current node ("
                        + swarm.nodes().getFirst().id() + ") is now a manager.\n");
        io.out().line("To add a worker to this swarm, run the following command:\n");
        io.out().line(joinLine(swarm) + "\n");
        io.out()
                .line("To add a manager to this swarm, run 'docker swarm join-token manager' and follow the"
                        + " instructions.\n");
        return 0;
    }

    private static String joinLine(Swarm swarm) {
        return "    docker swarm join --token " + swarm.workerToken() + " " + swarm.address() + ":" + Swarm.PORT;
    }

    private void settle(int seconds) {
        host.stack().network().queue().runUntil(() -> false, seconds * SimClock.SECOND);
    }

    private int joinToken(List<String> words) {
        DockerOptions options = DockerOptions.parse(words, true, "q,quiet", "rotate");
        Optional<Swarm> swarm = managed();
        if (swarm.isEmpty()) {
            return 1;
        }
        if (!options.operands().equals(List.of("worker")) || options.has("rotate")) {
            return notSimulated("swarm join-token but worker");
        }
        if (options.has("quiet")) {
            io.out().line(swarm.get().workerToken());
        } else {
            io.out()
                    .line("To add a worker to this swarm, run the following command:\n\n" + joinLine(swarm.get())
                            + "\n");
        }
        return 0;
    }

    private int join(List<String> words) {
        DockerOptions options = DockerOptions.parse(words, true, "token:", "advertise-addr:", "listen-addr:");
        if (options.complaint().isPresent()) {
            return DockerCommand.misuse(io, "swarm join", options.complaint().get(), 125);
        }
        if (options.operands().size() != 1) {
            return DockerCommand.tooFew(io, "swarm join", "exactly 1 argument");
        }
        if (host.fleet().swarm(host).isPresent()) {
            return refuse(ALREADY);
        }
        String[] place = options.operands().getFirst().split(":");
        Optional<Ipv4Address> manager = Ipv4Address.parse(place[0]);
        if (manager.isEmpty() || place.length > 1 && !place[1].matches("\\d{1,5}")) {
            return refuse("rpc error: code = Unavailable desc = all SubConns are in TransientFailure, latest connection"
                    + " error: connection error: desc = \"transport: Error while dialing dial tcp: lookup " + place[0]
                    + ": no such host\"");
        }
        int port = place.length > 1 ? Integer.parseInt(place[1]) : Swarm.PORT;
        String failure = tried(manager.get(), port);
        if (!failure.isEmpty()) {
            return refuse(failure);
        }
        Optional<Swarm> swarm =
                host.fleet().owner(manager.get()).flatMap(m -> host.fleet().swarm(m));
        if (swarm.isEmpty() || !swarm.get().workerToken().equals(options.value("token", ""))) {
            return refuse("invalid join token");
        }
        Optional<Ipv4Address> own = options.has("advertise-addr")
                ? advertised(options.value("advertise-addr", ""))
                : towards(manager.get());
        if (own.isEmpty()) {
            return 1;
        }
        swarm.get().join(host, own.get(), false);
        settle(1);
        io.out().line("This node joined a swarm as a worker.");
        return 0;
    }

    /** The manager is asked over the network; what hinders that, or nothing. */
    private String tried(Ipv4Address manager, int port) {
        TcpConnection c = host.stack().sockets().connect(Ipv4Address.ANY, 0, manager, port);
        host.stack()
                .network()
                .queue()
                .runUntil(() -> c.connected() || !c.error().isEmpty(), PATIENCE);
        boolean connected = c.connected();
        boolean refused = !c.error().isEmpty();
        c.abort();
        if (connected) {
            return "";
        }
        return refused
                ? "rpc error: code = Unavailable desc = all SubConns are in TransientFailure, latest connection error:"
                        + " connection error: desc = \"transport: Error while dialing dial tcp " + manager + ":" + port
                        + ": connect: connection refused\""
                : "Timeout was reached before node joined. The attempt to join the swarm will continue in the background."
                        + " Use the \"docker info\" command to see the current swarm status of your node.";
    }

    /** The own address from which one speaks to the manager. */
    private Optional<Ipv4Address> towards(Ipv4Address manager) {
        return ownCards().stream()
                .flatMap(c -> c.addresses().stream())
                .filter(a -> a.prefix().contains(manager))
                .map(a -> a.prefix().address())
                .findFirst()
                .or(() -> advertised(""));
    }

    private int leave(List<String> words) {
        DockerOptions options = DockerOptions.parse(words, true, "f,force");
        Optional<Swarm> swarm = host.fleet().swarm(host);
        if (options.complaint().isPresent()) {
            return DockerCommand.misuse(io, "swarm leave", options.complaint().get(), 125);
        }
        if (swarm.isEmpty()) {
            return refuse("This node is not part of a swarm");
        }
        SwarmNode node = swarm.get().member(host.hostName()).orElseThrow();
        if (node.isManager() && !options.has("force")) {
            return refuse(
                    "You are attempting to leave the swarm on a node that is participating as a manager. Removing the"
                            + " last manager erases all current state of the swarm. Use `--force` to ignore this message. ");
        }
        swarm.get().leave(node);
        if (node.isManager()) {
            host.fleet().swarms().remove(host.hostName());
        }
        io.out().line("Node left the swarm.");
        return 0;
    }

    private int nodes(List<String> words) {
        DockerOptions options = DockerOptions.parse(words, true, "q,quiet");
        Optional<Swarm> swarm = managed();
        if (swarm.isEmpty()) {
            return 1;
        }
        if (options.complaint().isPresent()) {
            return DockerCommand.misuse(io, "node ls", options.complaint().get(), 125);
        }
        TextTable table =
                TextTable.docker().row("ID", "HOSTNAME", "STATUS", "AVAILABILITY", "MANAGER STATUS", "ENGINE VERSION");
        for (SwarmNode node : swarm.get().nodes()) {
            boolean own = node.name().equals(host.hostName());
            if (options.has("quiet")) {
                io.out().line(node.id());
            }
            table.row(
                    node.id() + (own ? " *" : ""),
                    node.name(),
                    node.isDown(swarm.get().now()) ? "Down" : "Ready",
                    node.isDrained() ? "Drain" : "Active",
                    node.isManager() ? "Leader" : "",
                    "18.09.9");
        }
        if (!options.has("quiet")) {
            table.lines().forEach(io.out()::line);
        }
        return 0;
    }

    private int nodeTasks(List<String> words) {
        Optional<Swarm> swarm = managed();
        if (swarm.isEmpty()) {
            return 1;
        }
        List<SwarmTask> shown = new ArrayList<>();
        for (String word : words.isEmpty() ? List.of(host.hostName()) : words) {
            Optional<SwarmNode> node = swarm.get().node(word.equals("self") ? host.hostName() : word);
            if (node.isEmpty()) {
                io.err().line("no such node: " + word);
                return 1;
            }
            swarm.get().services().values().stream()
                    .flatMap(s -> swarm.get().tasks(s).stream())
                    .filter(t -> t.node().equals(node))
                    .forEach(shown::add);
        }
        DockerServiceVerbs.table(swarm.get(), shown, io);
        return 0;
    }

    private int removeNodes(List<String> words) {
        DockerOptions options = DockerOptions.parse(words, true, "f,force");
        Optional<Swarm> swarm = managed();
        if (swarm.isEmpty()) {
            return 1;
        }
        int status = 0;
        for (String word : options.operands()) {
            Optional<SwarmNode> node = swarm.get().node(word);
            if (node.isEmpty()) {
                status = refuse("node " + word + " not found");
            } else if (swarm.get().remove(node.get())) {
                io.out().line(word);
            } else {
                status = refuse("rpc error: code = FailedPrecondition desc = node "
                        + node.get().id() + " is not down and can't be removed");
            }
        }
        return status;
    }

    private int update(List<String> words) {
        DockerOptions options = DockerOptions.parse(words, true, "availability:");
        Optional<Swarm> swarm = managed();
        if (swarm.isEmpty()) {
            return 1;
        }
        if (options.complaint().isPresent() || options.operands().size() != 1 || !options.has("availability")) {
            return notSimulated("node update but --availability active|drain NODE");
        }
        String word = options.operands().getFirst();
        String wanted = options.value("availability", "");
        if (!wanted.equals("active") && !wanted.equals("drain")) {
            return wanted.equals("pause")
                    ? notSimulated("node update --availability pause")
                    : refuse("rpc error: code = InvalidArgument desc = invalid availability \"" + wanted + "\"");
        }
        Optional<SwarmNode> node = swarm.get().node(word);
        if (node.isEmpty()) {
            return refuse("node " + word + " not found");
        }
        swarm.get().drain(node.get(), wanted.equals("drain"));
        io.out().line(word);
        return 0;
    }
}
