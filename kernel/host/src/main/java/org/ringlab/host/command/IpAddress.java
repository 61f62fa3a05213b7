package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.stack.InterfaceAddress;
import org.ringlab.netfilter.stack.NetInterface;

/** {@code ip address}: shows, adds and removes addresses. */
final class IpAddress {
    private static final Set<String> VALUED =
            Set.of("dev", "brd", "broadcast", "label", "scope", "local", "metric", "priority", "preference");

    private final Session session;
    private final Streams io;
    private final IpCommand.Style style;

    IpAddress(Session session, Streams io, IpCommand.Style style) {
        this.session = session;
        this.io = io;
        this.style = style;
    }

    int run(List<String> args) {
        List<String> words = new ArrayList<>(args);
        String word = words.isEmpty() ? "show" : words.remove(0);
        return switch (IpCommand.verb(word, "add", "change", "replace", "delete", "show", "list", "lst", "flush")) {
            case "show", "list", "lst" -> show(words);
            case "add" -> change(words, true, false);
            case "change", "replace" -> change(words, true, true);
            case "delete" -> change(words, false, false);
            case "flush" -> flush(words);
            default -> IpCommand.unknownCommand(io, word, "address");
        };
    }

    private int show(List<String> args) {
        IpWords words = IpLink.Shown.words(args);
        Optional<IpLink.Shown> shown = IpLink.Shown.read(session, words, io);
        if (shown.isEmpty()) {
            return words.status();
        }
        Profile profile = session.machine().profile();
        for (NetInterface iface : session.machine().stack().interfaces()) {
            if (!shown.get().covers(iface)) {
                continue;
            }
            List<InterfaceAddress> addresses = shown.get().of(iface);
            boolean inetOnly = style.inetOnly() || shown.get().inet();
            boolean nothing = addresses.isEmpty();
            if (style.brief() && (!inetOnly || !nothing)) {
                StringBuilder line = new StringBuilder(Texts.left(LinkText.name(iface), 16) + " ");
                line.append(Texts.left(LinkText.state(iface), 14)).append(' ');
                addresses.forEach(a -> line.append(a.prefix()).append(' '));
                io.out().line(line.toString());
                continue;
            }
            if ((inetOnly || style.oneLine()) && nothing) {
                continue;
            }
            if (!style.oneLine() && !shown.get().bare()) {
                io.out().line(LinkText.head(iface, "") + (inetOnly ? LinkText.peerPlace(iface, session) : ""));
            }
            if (!inetOnly && !style.oneLine() && !shown.get().bare()) {
                io.out()
                        .line(LinkText.hardware(iface, session)
                                + (style.details() ? LinkDetails.of(iface, profile, false) : ""));
            }
            for (InterfaceAddress address : addresses) {
                boolean broadcast = !address.broadcast().equals(Ipv4Address.ANY);
                io.out()
                        .print((style.oneLine() ? iface.index() + ": " + iface.name() : "") + "    inet "
                                + address.prefix() + (broadcast ? " brd " + address.broadcast() : "")
                                + " scope " + (address.address().isLoopback() ? "host " : "global ")
                                + (address.secondary() ? "secondary " : "")
                                + (iface.validUntil(address.prefix()).isPresent() ? "dynamic " : "") + address.label()
                                + (style.oneLine() ? "\\" : "\n"));
                String left = left(iface, address);
                io.out().line("       valid_lft " + left + " preferred_lft " + left);
            }
            if (style.statistics() > 0 && !style.oneLine()) {
                io.out().line(LinkStatistics.text(iface, profile, style.statistics() > 1));
            }
        }
        return 0;
    }

    /** How long an address lasts. */
    private static String left(NetInterface iface, InterfaceAddress address) {
        long now = iface.stack().network().clock().nanos();
        return iface.validUntil(address.prefix())
                .map(until -> (until - now) / SimClock.SECOND + "sec")
                .orElse("forever");
    }

    private int change(List<String> args, boolean adds, boolean evenIfThere) {
        @Nullable Ipv4Prefix prefix = null;
        @Nullable String device = null;
        String broadcast = "";
        String label = "";
        boolean anyLength = false;
        IpWords words = new IpWords(args, IpKeywords.ADDRESS, VALUED);
        while (words.next()) {
            switch (words.word()) {
                case "dev" -> device = words.value();
                case "brd", "broadcast" -> {
                    broadcast = words.value();
                    if (!broadcast.equals("+")
                            && !broadcast.equals("-")
                            && Ipv4Address.parse(broadcast).isEmpty()) {
                        io.err().line("Error: inet address is expected rather than \"" + broadcast + "\".");
                        return 1;
                    }
                }
                case "label" -> label = words.value();
                case "scope" -> {
                    String scope = words.value();
                    if (!scope.equals("global")) {
                        return IpCommand.notSimulated(io, "ip address … scope " + scope);
                    }
                }
                case "metric", "priority", "preference" -> {
                    return IpCommand.notSimulated(io, "ip address … metric");
                }
                case "peer",
                        "anycast",
                        "valid_lft",
                        "preferred_lft",
                        "home",
                        "mngtmpaddr",
                        "nodad",
                        "noprefixroute" -> {
                    return IpCommand.notSimulated(io, "ip address … " + words.word());
                }
                default -> {
                    String text = words.word().equals("local") ? words.value() : words.typed();
                    if (prefix != null) {
                        return IpCommand.garbage(io, "local", text);
                    }
                    Optional<Ipv4Prefix> parsed = IpWords.prefix(text, false, io);
                    if (parsed.isEmpty()) {
                        return 1;
                    }
                    prefix = parsed.get();
                    anyLength = text.indexOf('/') < 0;
                }
            }
        }
        if (words.isIncomplete()) {
            return IpCommand.incomplete(io);
        }
        if (device == null) {
            io.err().line("Not enough information: \"dev\" argument is required.");
            return 1;
        }
        Optional<NetInterface> iface = session.machine().stack().findInterface(device);
        if (iface.isEmpty()) {
            return IpCommand.noDevice(io, device);
        }
        if (prefix == null) {
            return IpCommand.refused(session, io, "", "EINVAL");
        }
        if (!adds && anyLength) {
            Ipv4Prefix typed = prefix;
            io.err()
                    .line("Warning: Executing wildcard deletion to stay compatible with old scripts.\n"
                            + "         Explicitly specify the prefix length (" + typed.address()
                            + "/32) to avoid this warning.\n"
                            + "         This special behaviour is likely to disappear in further releases,\n"
                            + "         fix your scripts!");
            prefix = iface.get().addresses().stream()
                    .map(InterfaceAddress::prefix)
                    .filter(p -> p.address().equals(typed.address()))
                    .findFirst()
                    .orElse(typed);
        }
        if (!adds) {
            return session.machine().stack().removeAddress(iface.get(), prefix)
                    ? 0
                    : IpCommand.refused(session, io, "ipv4: Address not found.", "EADDRNOTAVAIL");
        }
        Ipv4Address brd = broadcast.equals("+") && prefix.length() < 31
                ? prefix.broadcast()
                : Ipv4Address.parse(broadcast).orElse(Ipv4Address.ANY);
        brd = broadcast.equals("-") && prefix.length() < 31 ? prefix.network().address() : brd;
        String name = label.isEmpty() ? device : label;
        boolean old = session.machine().profile() == Profile.CENTOS7;
        if (old && !name.startsWith(device)) {
            io.err().line("\"dev\" (" + device + ") must match \"label\" (" + name + ").");
            return 255;
        }
        if (name.length() > 15) {
            return IpCommand.refused(session, io, "Attribute failed policy validation.", "ERANGE");
        }
        return session.machine().stack().addAddress(iface.get(), prefix, brd, name) || evenIfThere
                ? 0
                : IpCommand.refused(session, io, "ipv4: Address already assigned.", "EEXIST");
    }

    private int flush(List<String> words) {
        words.remove("dev");
        if (words.isEmpty()) {
            io.err().line("Flush requires arguments.");
            return 1;
        }
        Optional<NetInterface> iface = session.machine().stack().findInterface(words.get(0));
        if (iface.isEmpty()) {
            io.err().line("Device \"" + words.get(0) + "\" does not exist.");
            return 1;
        }
        for (InterfaceAddress address : List.copyOf(iface.get().addresses())) {
            session.machine().stack().removeAddress(iface.get(), address.prefix());
        }
        return 0;
    }
}
