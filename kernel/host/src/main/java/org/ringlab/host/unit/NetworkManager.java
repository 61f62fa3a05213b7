package org.ringlab.host.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.host.command.Commands;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Journal;
import org.ringlab.host.machine.NetworkFiles;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.stack.Bridge;
import org.ringlab.netfilter.stack.EthernetCard;
import org.ringlab.netfilter.stack.NetInterface;

/**
 * NetworkManager 1.18 with its plugin ifcfg-rh: profiles are the files of the network scripts, and an active one is what its
 * interface shows. It does its work by {@code ip} and {@code dhclient}.
 */
public final class NetworkManager {
    private final Session session;

    /** On a host. */
    public NetworkManager(Session session) {
        this.session = session;
    }

    /** What came of activating a profile. */
    public enum Outcome {
        /** It is active. */
        DONE,
        /** No interface fits it. */
        NO_DEVICE,
        /** No address came. */
        NO_ADDRESS
    }

    /** The profiles, active ones first. */
    public List<NmConnection> connections() {
        List<NmConnection> all = new ArrayList<>(NmConnection.all(session.files()));
        all.sort((a, b) -> Boolean.compare(isActive(b), isActive(a)));
        return all;
    }

    /** The profile of that name, identifier or file. */
    public Optional<NmConnection> find(String word) {
        List<NmConnection> all = connections();
        return all.stream()
                .filter(c -> c.name().equals(word))
                .findFirst()
                .or(() -> all.stream().filter(c -> c.uuid().equals(word)).findFirst());
    }

    /** Whether its interface is as the profile says. */
    public boolean isActive(NmConnection connection) {
        Optional<NetInterface> card = device(connection);
        if (card.filter(NetInterface::isUp).isEmpty()) {
            return false;
        }
        String port = card.get().port().map(p -> p.bridge().iface().name()).orElse("");
        if (!connection.master().isEmpty() || !port.isEmpty()) {
            return connection.master().equals(port);
        }
        return connection.isDynamic()
                ? !card.get().addresses().isEmpty()
                : card.get().addresses().stream()
                        .anyMatch(a -> a.prefix()
                                .toString()
                                .equals(connection.address().orElse("")));
    }

    /** The interface that a profile is for, where it is there and fits. */
    public Optional<NetInterface> device(NmConnection connection) {
        String wanted = connection.get("HWADDR").toUpperCase(Locale.ROOT);
        return session.machine().stack().interfaces().stream()
                .filter(card -> connection.type().equals("bridge") == (card.device() instanceof Bridge))
                .filter(card -> !card.isLoopback())
                .filter(card -> connection.device().isEmpty()
                        ? !wanted.isEmpty()
                        : card.name().equals(connection.device()))
                .filter(card -> wanted.isEmpty()
                        || card.mac().toString().toUpperCase(Locale.ROOT).equals(wanted))
                .findFirst();
    }

    /** The interfaces that NetworkManager sees. */
    public List<NetInterface> devices() {
        return session.machine().stack().interfaces().stream()
                .sorted((a, b) -> Boolean.compare(a.isLoopback(), b.isLoopback()))
                .toList();
    }

    /** What NetworkManager calls an interface's kind. */
    public static String type(NetInterface card) {
        return card.isLoopback()
                ? "loopback"
                : card.device() instanceof Bridge
                        ? "bridge"
                        : card.device() instanceof EthernetCard ? "ethernet" : "tun";
    }

    /** The active profile of an interface. */
    public Optional<NmConnection> activeOn(NetInterface card) {
        return connections().stream()
                .filter(c -> device(c).filter(d -> d == card).isPresent() && isActive(c))
                .findFirst();
    }

    /** Makes a profile's interface what it says ({@code nmcli con up}). */
    public Outcome activate(NmConnection connection) {
        if (connection.type().equals("bridge")
                && session.machine().stack().findInterface(connection.device()).isEmpty()
                && connection.get("HWADDR").isEmpty()) {
            ip("link", "add", connection.device(), "type", "bridge");
        }
        Optional<NetInterface> card = device(connection);
        if (card.isEmpty()) {
            return Outcome.NO_DEVICE;
        }
        String name = card.get().name();
        if (connection.type().equals("bridge")) {
            String delay = connection.get("DELAY").isEmpty() ? "15" : connection.get("DELAY");
            ip("link", "set", name, "type", "bridge", "forward_delay", delay + "00");
            boolean tree = !connection.get("STP").equalsIgnoreCase("no");
            ip("link", "set", name, "type", "bridge", "stp_state", tree ? "1" : "0");
        }
        ip("addr", "flush", "dev", name);
        ip("link", "set", name, "up");
        if (!connection.master().isEmpty()) {
            return enslave(connection, name);
        }
        if (card.get().port().isPresent()) {
            ip("link", "set", name, "nomaster");
        }
        if (connection.isDynamic()) {
            if (Commands.run(session, "dhclient", List.of("-1", "-q", name), quiet()) != 0) {
                return Outcome.NO_ADDRESS;
            }
        } else {
            connection.address().ifPresent(address -> ip("addr", "add", address, "brd", "+", "dev", name));
            if (!connection.get("GATEWAY").isEmpty()) {
                ip("route", "replace", "default", "via", connection.get("GATEWAY"), "dev", name);
            }
            nameServer(connection.get("DNS1"));
        }
        activated(name);
        return Outcome.DONE;
    }

    private Outcome enslave(NmConnection connection, String name) {
        if (connection.type().equals("bridge")) {
            // br_add_if: a bridge is no port of a bridge, nor of itself.
            return Outcome.NO_DEVICE;
        }
        Optional<NmConnection> master = connections().stream()
                .filter(c -> c.type().equals("bridge") && c.device().equals(connection.master()))
                .findFirst();
        if (master.isEmpty()) {
            return Outcome.NO_DEVICE;
        }
        if (!isActive(master.get())) {
            Outcome made = activate(master.get());
            if (made == Outcome.NO_DEVICE) {
                return made;
            }
        }
        ip("link", "set", name, "master", connection.master());
        activated(name);
        return Outcome.DONE;
    }

    private void activated(String device) {
        say("<info>  device (" + device + "): Activation: successful, device activated.");
    }

    private void say(String text) {
        session.machine().journal().program(Journal.INFO, "NetworkManager", "NetworkManager", text);
    }

    /** How often it activated something since the host booted: paths on D-Bus are numbered by that. */
    public long activations() {
        return session.machine().journal().entries().stream()
                .filter(e -> e.message().endsWith("Activation: successful, device activated."))
                .count();
    }

    /** Takes from the interface what its profile gave it; a bridge goes. */
    public void deactivate(NmConnection connection) {
        Optional<NetInterface> card = device(connection);
        if (card.isEmpty()) {
            return;
        }
        String name = card.get().name();
        say("<info>  device (" + name + "): state change: activated -> deactivating");
        if (connection.type().equals("bridge")) {
            ip("link", "set", name, "down");
            ip("link", "del", name);
            return;
        }
        ip("addr", "flush", "dev", name);
        if (!connection.master().isEmpty()) {
            ip("link", "set", name, "nomaster");
        }
    }

    /** Brings up what comes up by itself and isn't active: bridges before their ports, one profile an interface. */
    void startAutomatic() {
        List<NmConnection> automatic = connections().stream()
                .filter(NmConnection::isAutomatic)
                .sorted((a, b) ->
                        Boolean.compare(b.type().equals("bridge"), a.type().equals("bridge")))
                .toList();
        for (NmConnection connection : automatic) {
            boolean taken = device(connection).flatMap(this::activeOn).isPresent();
            if (!taken && !connection.device().isEmpty() && !isActive(connection)) {
                activate(connection);
            }
        }
    }

    /** Writes a profile's file. */
    public void write(NmConnection connection) throws FileException {
        session.files().write(NetworkFiles.SCRIPTS + "ifcfg-" + connection.file(), connection.text());
    }

    /** Removes a profile with its file. */
    public void delete(NmConnection connection) throws FileException {
        if (isActive(connection)) {
            deactivate(connection);
        }
        session.files().remove(NetworkFiles.SCRIPTS + "ifcfg-" + connection.file());
    }

    private void nameServer(String server) {
        if (server.isEmpty()) {
            return;
        }
        try {
            session.files().write("/etc/resolv.conf", "# Generated by NetworkManager\nnameserver " + server + "\n");
        } catch (FileException unwritable) {
            return;
        }
    }

    private void ip(String... words) {
        Commands.run(session, "ip", List.of(words), quiet());
    }

    private static Streams quiet() {
        Output nowhere = new Output(text -> {});
        return new Streams(Input.empty(), nowhere, nowhere);
    }
}
