package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
            case "show", "list", "lst" -> show(words);
            case "get" -> IpCommand.notSimulated(io, "ip neigh get");
            case "add", "replace", "change", "delete" -> change(word, words);
            case "flush" -> flush(words);
            default -> IpCommand.unknownCommand(io, word, "neigh");
        };
    }

    /** Which rows the words behind {@code show} and {@code flush} mean. */
    private record Selection(String device, String state, Optional<Ipv4Prefix> network) {
        boolean covers(Neighbours.Neighbour row) {
            return (device.isEmpty() || row.iface().equals(device))
                    && (state.isEmpty() || row.state().name().equalsIgnoreCase(state))
                    && (network.isEmpty() || network.get().contains(row.address()));
        }
    }

    /** Empty after a complaint. */
    private Optional<Selection> selection(List<String> args) {
        String device = "";
        String state = "";
        Optional<Ipv4Prefix> network = Optional.empty();
        IpWords words = new IpWords(args, IpKeywords.WHOLE, Set.of("dev", "nud", "to"));
        while (words.next()) {
            switch (words.word()) {
                case "dev" -> device = words.value();
                case "nud" -> state = words.value();
                case "proxy", "unused", "master", "vrf", "nomaster" -> {
                    IpCommand.notSimulated(io, "ip neigh show " + words.word());
                    return Optional.empty();
                }
                default -> {
                    network = IpWords.prefix(words.word().equals("to") ? words.value() : words.word(), true, io);
                    if (network.isEmpty()) {
                        return Optional.empty();
                    }
                }
            }
        }
        if (words.isIncomplete()) {
            IpCommand.incomplete(io);
            return Optional.empty();
        }
        return Optional.of(new Selection(device, state, network));
    }

    private List<Neighbours.Neighbour> rows(Selection selected) {
        return session.machine().stack().neighbours().list().stream()
                .filter(selected::covers)
                .toList();
    }

    private int show(List<String> words) {
        Optional<Selection> selected = selection(words);
        if (selected.isEmpty()) {
            return 1;
        }
        boolean ofDevice = !selected.get().device().isEmpty();
        for (Neighbours.Neighbour row : rows(selected.get())) {
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
        Optional<Selection> selected = selection(words);
        if (selected.isEmpty()) {
            return 1;
        }
        Neighbours neighbours = session.machine().stack().neighbours();
        for (Neighbours.Neighbour row : rows(selected.get())) {
            if (row.state() == Neighbours.State.PERMANENT
                    && selected.get().state().isEmpty()) {
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
            String word = IpKeywords.NEIGHBOUR.of(words.get(i));
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
                case "nud" -> {
                    if (!next.equals("permanent")) {
                        return IpCommand.notSimulated(io, "ip neigh … nud " + next);
                    }
                    i++;
                }
                case "proxy", "router", "extern_learn", "protocol" -> {
                    return IpCommand.notSimulated(io, "ip neigh … " + word);
                }
                default -> {
                    if (address.isPresent()) {
                        return IpCommand.garbage(io, "to", words.get(i));
                    }
                    String text = word.equals("to") && !next.isEmpty() ? words.get(++i) : words.get(i);
                    address = Ipv4Address.parse(text);
                    if (address.isEmpty()) {
                        io.err().line("Error: any valid address is expected rather than \"" + text + "\".");
                        return 1;
                    }
                }
            }
        }
        if (device.isEmpty() || address.isEmpty()) {
            io.err().line("Device and destination are required arguments.");
            return 255;
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
