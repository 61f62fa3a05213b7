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

    private final IpCommand.Style style;

    IpNeighbour(Session session, Streams io, IpCommand.Style style) {
        this.session = session;
        this.io = io;
        this.style = style;
    }

    int run(List<String> args) {
        List<String> words = new ArrayList<>(args);
        String word = words.isEmpty() ? "show" : words.remove(0);
        return switch (IpCommand.verb(
                word, "add", "replace", "change", "delete", "show", "list", "lst", "flush", "get")) {
            case "show", "list", "lst" -> show(words);
            case "get" -> get(words);
            case "add", "replace", "change", "delete" -> change(word, words);
            case "flush" -> flush(words);
            default -> IpCommand.unknownCommand(io, word, "neigh");
        };
    }

    /** Which rows the words behind {@code show} and {@code flush} mean. */
    private record Selection(String device, String state, Optional<Ipv4Prefix> network) {
        boolean covers(Neighbours.Neighbour row) {
            return (device.isEmpty() || row.iface().equals(device))
                    && (state.isEmpty()
                            || state.equals("all")
                            || row.state().name().equalsIgnoreCase(state))
                    && (network.isEmpty() || network.get().contains(row.address()));
        }
    }

    private static final Set<String> STATES =
            Set.of("permanent", "reachable", "noarp", "none", "stale", "incomplete", "delay", "probe", "failed", "all");

    private static IpWords words(List<String> args) {
        return new IpWords(args, IpKeywords.WHOLE, Set.of("dev", "nud", "to"));
    }

    /** Empty after a complaint, and the words have its status. */
    private Optional<Selection> selection(IpWords words) {
        String device = "";
        String state = "";
        Optional<Ipv4Prefix> network = Optional.empty();
        while (words.next()) {
            switch (words.word()) {
                case "dev" -> {
                    device = words.value();
                    if (session.machine().stack().findInterface(device).isEmpty()) {
                        return words.fail(IpCommand.noDevice(io, device));
                    }
                }
                case "nud" -> {
                    state = words.value();
                    if (!STATES.contains(state)) {
                        return words.fail(IpCommand.wrong(io, state, "nud state is bad"));
                    }
                }
                case "proxy", "unused", "master", "vrf", "nomaster" -> {
                    return words.fail(IpCommand.notSimulated(io, "ip neigh show " + words.word()));
                }
                default -> {
                    network = IpWords.prefix(words.word().equals("to") ? words.value() : words.word(), true, io);
                    if (network.isEmpty()) {
                        return words.fail(1);
                    }
                }
            }
        }
        return words.isIncomplete()
                ? words.fail(IpCommand.incomplete(io))
                : Optional.of(new Selection(device, state, network));
    }

    private List<Neighbours.Neighbour> rows(Selection selected) {
        return session.machine().stack().neighbours().list().stream()
                .filter(selected::covers)
                .toList();
    }

    private int show(List<String> args) {
        IpWords words = words(args);
        Optional<Selection> selected = selection(words);
        if (selected.isEmpty()) {
            return words.status();
        }
        if (style.statistics() > 0) {
            return IpCommand.notSimulated(io, "ip -s neigh");
        }
        boolean ofDevice = !selected.get().device().isEmpty();
        for (Neighbours.Neighbour row : rows(selected.get())) {
            io.out().line(style.brief() ? brief(row) : text(row, ofDevice));
        }
        return 0;
    }

    private static String text(Neighbours.Neighbour row, boolean ofDevice) {
        return row.address() + (ofDevice ? "" : " dev " + row.iface())
                + (row.mac() == null ? "" : " lladdr " + row.mac()) + " " + row.state() + " ";
    }

    private static String brief(Neighbours.Neighbour row) {
        return Texts.left(row.address().toString(), 39) + " " + Texts.left(row.iface(), 16) + " "
                + (row.mac() == null ? "" : row.mac());
    }

    /** One row, by its whole key. */
    private int get(List<String> args) {
        IpWords words = words(args);
        Optional<Selection> selected = selection(words);
        if (selected.isEmpty()) {
            return words.status();
        }
        Selection wanted = selected.get();
        if (wanted.network().isEmpty() || wanted.device().isEmpty()) {
            io.err().line("Device and address are required arguments.");
            return 255;
        }
        List<Neighbours.Neighbour> rows = rows(wanted);
        rows.forEach(row -> io.out().line(text(row, false)));
        return rows.isEmpty() ? IpCommand.refused(session, io, "Neighbour entry not found.", "ENOENT") : 0;
    }

    /** Rows written by hand stay. */
    private int flush(List<String> args) {
        if (args.isEmpty()) {
            io.err().line("Flush requires arguments.");
            return 1;
        }
        IpWords words = words(args);
        Optional<Selection> selected = selection(words);
        if (selected.isEmpty()) {
            return words.status();
        }
        if (style.statistics() > 1) {
            return IpCommand.notSimulated(io, "ip -s -s neigh flush");
        }
        Neighbours neighbours = session.machine().stack().neighbours();
        int gone = 0;
        for (Neighbours.Neighbour row : rows(selected.get())) {
            if (row.state() == Neighbours.State.PERMANENT
                    && selected.get().state().isEmpty()) {
                continue;
            }
            session.machine().stack().findInterface(row.iface()).ifPresent(i -> neighbours.remove(i, row.address()));
            gone++;
        }
        if (style.statistics() > 0) {
            io.out()
                    .line(
                            gone == 0
                                    ? "Nothing to flush."
                                    : "\n*** Round 1, deleting " + gone
                                            + " entries ***\n*** Flush is complete after 1 round ***");
        }
        return 0;
    }

    private int change(String verb, List<String> words) {
        Optional<Ipv4Address> address = Optional.empty();
        Optional<MacAddress> mac = Optional.empty();
        String device = "";
        boolean reachable = false;
        for (int i = 0; i < words.size(); i++) {
            String word = IpKeywords.NEIGHBOUR.of(words.get(i));
            if (Set.of("dev", "lladdr", "nud", "to").contains(word) && i + 1 == words.size()) {
                return IpCommand.incomplete(io);
            }
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
                    if (!STATES.contains(next) || next.equals("all")) {
                        return IpCommand.wrong(io, next, "nud state is bad");
                    }
                    reachable = next.equals("reachable");
                    if (!reachable && !next.equals("permanent")) {
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
        if (reachable) {
            neighbours.remove(iface.get(), wanted);
            neighbours.learn(iface.get(), wanted, mac.get());
        } else {
            neighbours.addPermanent(iface.get(), wanted, mac.get());
        }
        return 0;
    }
}
