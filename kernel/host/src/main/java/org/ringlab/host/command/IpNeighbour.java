package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.stack.Neighbours;
import org.ringlab.netfilter.stack.NetInterface;

/** {@code ip neigh}: shows the ARP table, adds and removes rows. */
final class IpNeighbour {
    private final Session session;
    private final Streams io;

    IpNeighbour(Session session, Streams io) {
        this.session = session;
        this.io = io;
    }

    int run(List<String> args) {
        List<String> words = new ArrayList<>(args);
        String word = words.isEmpty() ? "show" : words.remove(0);
        return switch (IpCommand.verb(
                word, "add", "replace", "change", "delete", "show", "list", "lst", "flush", "get")) {
            case "show", "list", "lst", "get" -> show(words);
            case "add", "replace", "change", "delete" -> change(word, words);
            case "flush" -> flush(words);
            default -> IpCommand.unknownCommand(io, word, "neigh");
        };
    }

    private static String after(List<String> words, String keyword) {
        int at = words.indexOf(keyword);
        return at >= 0 && at + 1 < words.size() ? words.get(at + 1) : "";
    }

    /** The rows that the words behind {@code show} and {@code flush} mean. */
    private List<Neighbours.Neighbour> rows(List<String> words) {
        String device = after(words, "dev");
        String state = after(words, "nud");
        Optional<Ipv4Prefix> network = words.isEmpty() ? Optional.empty() : Ipv4Prefix.parse(words.get(0));
        return session.machine().stack().neighbours().list().stream()
                .filter(row -> device.isEmpty() || row.iface().equals(device))
                .filter(row -> state.isEmpty() || row.state().name().equalsIgnoreCase(state))
                .filter(row -> network.isEmpty() || network.get().contains(row.address()))
                .toList();
    }

    private int show(List<String> words) {
        boolean ofDevice = !after(words, "dev").isEmpty();
        for (Neighbours.Neighbour row : rows(words)) {
            io.out()
                    .line(row.address() + (ofDevice ? "" : " dev " + row.iface())
                            + (row.mac() == null ? "" : " lladdr " + row.mac()) + " " + row.state() + " ");
        }
        return 0;
    }

    /** Rows written by hand stay. */
    private int flush(List<String> words) {
        if (words.isEmpty()) {
            io.err().line("Flush requires arguments.");
            return 1;
        }
        Neighbours neighbours = session.machine().stack().neighbours();
        for (Neighbours.Neighbour row : rows(words)) {
            if (row.state() == Neighbours.State.PERMANENT && after(words, "nud").isEmpty()) {
                continue;
            }
            session.machine().stack().findInterface(row.iface()).ifPresent(i -> neighbours.remove(i, row.address()));
        }
        return 0;
    }

    private int change(String verb, List<String> words) {
        Optional<Ipv4Address> address = Optional.empty();
        Optional<MacAddress> mac = Optional.empty();
        String device = "";
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String next = i + 1 < words.size() ? words.get(i + 1) : "";
            switch (word) {
                case "dev" -> {
                    device = next;
                    i++;
                }
                case "lladdr" -> {
                    mac = MacAddress.parse(next);
                    if (mac.isEmpty()) {
                        io.err().line("\"" + next + "\" is invalid lladdr.");
                        return 1;
                    }
                    i++;
                }
                case "nud" -> i++;
                default -> {
                    address = Ipv4Address.parse(word);
                    if (address.isEmpty()) {
                        io.err().line("Error: inet address is expected rather than \"" + word + "\".");
                        return 1;
                    }
                }
            }
        }
        if (device.isEmpty() || address.isEmpty()) {
            io.err().line("Device and destination are required arguments.");
            return 1;
        }
        Optional<NetInterface> iface = session.machine().stack().findInterface(device);
        if (iface.isEmpty()) {
            return IpCommand.noDevice(io, device);
        }
        Neighbours neighbours = session.machine().stack().neighbours();
        if (verb.startsWith("d")) {
            return neighbours.remove(iface.get(), address.get()) ? 0 : IpCommand.refused(session, io, "", "ENOENT");
        }
        if (mac.isEmpty()) {
            return IpCommand.refused(session, io, "No link layer address given.", "EINVAL");
        }
        Ipv4Address wanted = address.get();
        boolean known = neighbours.list().stream()
                .anyMatch(row -> row.address().equals(wanted)
                        && row.iface().equals(iface.get().name()));
        if (known && verb.startsWith("a") || !known && verb.startsWith("c")) {
            return IpCommand.refused(session, io, "", known ? "EEXIST" : "ENOENT");
        }
        neighbours.addPermanent(iface.get(), address.get(), mac.get());
        return 0;
    }
}
