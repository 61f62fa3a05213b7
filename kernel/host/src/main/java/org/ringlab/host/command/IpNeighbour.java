package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
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
        return switch (IpCommand.verb(word, "add", "replace", "delete", "show", "list", "lst", "flush")) {
            case "show", "list", "lst" -> {
                for (Neighbours.Neighbour row :
                        session.machine().stack().neighbours().list()) {
                    io.out()
                            .line(row.address() + " dev " + row.iface()
                                    + (row.mac() == null ? "" : " lladdr " + row.mac()) + " " + row.state() + " ");
                }
                yield 0;
            }
            case "add", "replace", "delete" -> change(word, words);
            case "flush" -> flush();
            default -> IpCommand.unknownCommand(io, word, "neigh");
        };
    }

    private int flush() {
        Neighbours neighbours = session.machine().stack().neighbours();
        for (Neighbours.Neighbour row : neighbours.list()) {
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
        neighbours.addPermanent(iface.get(), address.get(), mac.get());
        return 0;
    }
}
