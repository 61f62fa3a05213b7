package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.common.SimClock;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Shell;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.TcpConnection;

/** The hosts that {@code docker-machine} of a session knows, each a file in its store, and how they are found and reached. */
record DockerMachines(Session session) {
    /** Where their files lie. */
    static final String STORE = "/root/.docker/machine/machines";

    /** Where Docker daemons of such hosts listen. */
    static final int PORT = 2376;

    private static final long PATIENCE = 5 * SimClock.SECOND;
    private static final Pattern FIELD = Pattern.compile("\"(DriverName|IPAddress)\": \"([^\"]*)\"");

    /**
     * A host as its file describes it.
     *
     * @param name what it is called
     * @param driver who made it
     * @param address where it was found; empty for one whose address is asked for each time
     */
    record Known(String name, String driver, String address) {}

    Machine host() {
        return session.machine().host();
    }

    List<String> names() {
        try {
            return session.files().list(STORE);
        } catch (FileException none) {
            return List.of();
        }
    }

    Optional<Known> find(String name) {
        try {
            TreeMap<String, String> fields = new TreeMap<>();
            Matcher m = FIELD.matcher(session.files().read(STORE + "/" + name + "/config.json"));
            while (m.find()) {
                fields.put(m.group(1), m.group(2));
            }
            return Optional.of(
                    new Known(name, fields.getOrDefault("DriverName", ""), fields.getOrDefault("IPAddress", "")));
        } catch (FileException none) {
            return Optional.empty();
        }
    }

    /** The computer behind it, while it runs. */
    Optional<Machine> machine(Known known) {
        return known.driver().equals("kvm")
                ? host().neighbours()
                        .flatMap(l -> l.find(known.name()))
                        .filter(m -> m.hostName().equals(known.name()))
                : host().neighbours().flatMap(l -> l.find(known.address()));
    }

    Optional<Ipv4Address> address(Known known) {
        return known.driver().equals("kvm")
                ? machine(known)
                        .flatMap(m -> m.stack().findInterface("eth0"))
                        .flatMap(i -> i.addresses().stream().findFirst())
                        .map(a -> a.address())
                : Ipv4Address.parse(known.address());
    }

    boolean answers(Ipv4Address address, int port) {
        TcpConnection c = host().stack().sockets().connect(Ipv4Address.ANY, 0, address, port);
        host().stack()
                .network()
                .queue()
                .runUntil(() -> c.connected() || !c.error().isEmpty(), PATIENCE);
        boolean connected = c.connected();
        c.abort();
        return connected;
    }

    String state(Known known) {
        return machine(known).isPresent() ? "Running" : known.driver().equals("kvm") ? "Stopped" : "Timeout";
    }

    String url(Known known) {
        return address(known).map(a -> "tcp://" + a + ":" + PORT).orElse("");
    }

    boolean isActive(Known known) {
        String docker = session.variables().getOrDefault("DOCKER_HOST", "");
        return !docker.isEmpty() && docker.equals(url(known));
    }

    int script(Machine on, String text, Streams streams) {
        Session there = new Session(on);
        there.login();
        return Shell.run(there, text, streams);
    }

    void write(Known known) {
        session.files()
                .install(
                        STORE + "/" + known.name() + "/config.json",
                        "{\n    \"ConfigVersion\": 3,\n    \"Driver\": {\n        \"IPAddress\": \""
                                + known.address()
                                + "\",\n        \"MachineName\": \"" + known.name()
                                + "\",\n        \"SSHUser\": \"root\",\n"
                                + "        \"SSHPort\": 22\n    },\n    \"DriverName\": \"" + known.driver()
                                + "\",\n    \"Name\": \"" + known.name() + "\"\n}\n");
    }

    /** Whether packets come back from there: SSH itself has no server here. */
    boolean reachable(Ipv4Address address) {
        TcpConnection c = host().stack().sockets().connect(Ipv4Address.ANY, 0, address, 22);
        host().stack()
                .network()
                .queue()
                .runUntil(() -> c.connected() || !c.error().isEmpty(), PATIENCE);
        boolean heard = c.connected() || c.error().toLowerCase(Locale.ROOT).contains("refused");
        c.abort();
        return heard;
    }
}
