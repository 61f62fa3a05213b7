package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.stack.Bridge;
import org.ringlab.netfilter.stack.Interfaces;
import org.ringlab.netfilter.stack.Macvlan;
import org.ringlab.netfilter.stack.NetInterface;

/** {@code ip link add}: makes an interface of a kind. */
final class IpLinkAdd {
    private static final Set<String> VALUED = Set.of(
            "name",
            "dev",
            "mtu",
            "address",
            "link",
            "netns",
            "txqueuelen",
            "qlen",
            "txqlen",
            "numtxqueues",
            "numrxqueues",
            "alias");

    private static final Set<String> NOT_SIMULATED = Set.of(
            "bond", "macvtap", "ipvlan", "ifb", "team", "wireguard", "sit", "vti", "vrf", "geneve", "ip6gre", "ip6tnl");

    /** Kinds that can be made in another namespace at once. */
    private static final Set<String> PLACED = Set.of("veth", "dummy", "bridge");

    private final Session session;
    private final Streams io;
    private final Interfaces here;
    private Interfaces place; // where the interface comes up: here, or in the namespace that is named

    IpLinkAdd(Session session, Streams io) {
        this.session = session;
        this.io = io;
        here = session.machine().stack().links();
        place = here;
    }

    /** What stands in front of {@code type}. */
    private static final class Common {
        private String name = "";
        private Optional<Integer> mtu = Optional.empty();
        private Optional<MacAddress> mac = Optional.empty();
        private String link = "";
        private Optional<Interfaces> netns = Optional.empty();
        private boolean up;
    }

    int run(List<String> args) {
        int at = typeOf(args);
        if (at < 0 || at + 1 == args.size()) {
            if (at >= 0) {
                return IpCommand.incomplete(io);
            }
            int status = common(args, new Common());
            if (status == 0) {
                io.err().line("Not enough information: \"type\" argument is required");
            }
            return status == 0 ? 1 : status;
        }
        Common common = new Common();
        int status = common(args.subList(0, at), common);
        if (status != 0) {
            return status;
        }
        String type = args.get(at + 1);
        place = common.netns.orElse(here);
        List<String> words = args.subList(at + 2, args.size());
        if (!common.name.isEmpty() && !Interfaces.isName(common.name)) {
            return IpCommand.refused(session, io, "Attribute failed policy validation.", "ERANGE");
        }
        String name = common.name.isEmpty() ? place.freeName(type.equals("bridge") ? "bridge" : type) : common.name;
        if (place != here && !PLACED.contains(type) && !NOT_SIMULATED.contains(type)) {
            io.err().line("ip: not simulated: ip link add … netns … type " + type);
            return 1;
        }
        return switch (type) {
            case "veth" -> veth(name, words, common);
            case "dummy" -> made(name, common, words, () -> place.addDummy(name));
            case "bridge" -> bridge(name, words, common);
            case "ipip", "gre", "gretap" -> tunnel(new IpTunnels(session, io).addLink(name, type, words), name, common);
            case "vlan" -> vlan(words, common);
            case "macvlan" -> macvlan(name, words, common);
            case "tun" ->
                IpCommand.refused(session, io, "tun/tap creation via rtnetlink is not supported.", "EOPNOTSUPP");
            case "vxlan" -> tunnel(new VxlanWords(session, io).add(name, words), name, common);
            default -> {
                if (NOT_SIMULATED.contains(type)) {
                    io.err().line("ip: not simulated: ip link add … type " + type);
                    yield 1;
                }
                yield IpCommand.refused(session, io, "Unknown device type.", "EOPNOTSUPP");
            }
        };
    }

    /** Where {@code type} stands, whole or cut short; below 0 where it doesn't. */
    private static int typeOf(List<String> args) {
        for (int i = 0; i < args.size(); i++) {
            String keyword = IpKeywords.LINK.of(args.get(i));
            if (keyword.equals("type")) {
                return i;
            }
            i += VALUED.contains(keyword) ? 1 : 0;
        }
        return -1;
    }

    private int common(List<String> args, Common common) {
        IpWords words = new IpWords(args, IpKeywords.LINK, VALUED);
        while (words.next()) {
            switch (words.word()) {
                case "name", "dev" -> common.name = words.value();
                case "mtu" -> common.mtu = Texts.number(words.value());
                case "address" -> {
                    common.mac = hardwareAddress(words.value(), io);
                    if (common.mac.isEmpty()) {
                        return 1;
                    }
                }
                case "up" -> common.up = true;
                case "link" -> common.link = words.value();
                case "netns" -> {
                    common.netns = namespace(session, words.value(), io)
                            .map(machine -> machine.stack().links());
                    if (common.netns.isEmpty()) {
                        return 255;
                    }
                }
                case "txqueuelen", "qlen", "txqlen", "numtxqueues", "numrxqueues", "alias" -> words.value();
                case "down", "nomaster" -> {}
                default -> {
                    if (!common.name.isEmpty()) {
                        return IpCommand.garbage(io, "dev", words.typed());
                    }
                    common.name = words.typed();
                }
            }
        }
        return words.isIncomplete() ? IpCommand.incomplete(io) : 0;
    }

    /** An Ethernet address; empty after a complaint ({@code ll_addr_a2n}). */
    static Optional<MacAddress> hardwareAddress(String text, Streams io) {
        Optional<MacAddress> mac = MacAddress.parse(text);
        String[] bytes = text.split(":", -1);
        if (mac.isEmpty()) {
            boolean hexadecimal = Arrays.stream(bytes).allMatch(b -> b.matches("[0-9a-fA-F]{1,2}"));
            io.err()
                    .line(
                            hexadecimal
                                    ? "Invalid address length " + bytes.length + " - must be 6 bytes"
                                    : "\"" + text + "\" is invalid lladdr.");
        }
        return mac;
    }

    /** {@code link LOWER [name NAME] type vlan id NUMBER}; without a name it is called {@code vlanN}. */
    private int vlan(List<String> words, Common common) {
        Optional<Integer> number = Optional.empty();
        for (int i = 0; i < words.size(); i++) {
            switch (words.get(i)) {
                case "id", "i" -> {
                    if (i + 1 == words.size()) {
                        return IpCommand.incomplete(io);
                    }
                    String id = words.get(++i);
                    number = Texts.number(id).filter(n -> n >= 0 && n <= 65_535);
                    if (number.isEmpty()) {
                        io.err().line("Error: argument \"" + id + "\" is wrong: id is invalid");
                        return 255;
                    }
                }
                case "protocol" -> {
                    if (i + 1 == words.size() || !words.get(++i).equalsIgnoreCase("802.1q")) {
                        io.err().line("ip: not simulated: vlan protocols but 802.1Q");
                        return 1;
                    }
                }
                default -> {
                    io.err().line("vlan: unknown command \"" + words.get(i) + "\"?");
                    return 255;
                }
            }
        }
        if (!common.link.isEmpty() && here.find(common.link).isEmpty()) {
            return IpCommand.noDevice(io, common.link);
        }
        Optional<NetInterface> lower = here.find(common.link);
        if (lower.isEmpty()) {
            return IpCommand.refused(session, io, "link not specified.", "EINVAL");
        }
        if (number.isEmpty()) {
            return IpCommand.refused(session, io, "VLAN properties not specified.", "EINVAL");
        }
        if (number.get() >= 4095) {
            return IpCommand.refused(session, io, "Invalid VLAN id.", "ERANGE");
        }
        if (lower.get().isLoopback() || !lower.get().device().isEthernet()) {
            return IpCommand.refused(session, io, "VLANs not supported on device.", "EOPNOTSUPP");
        }
        if (lower.get().vlans().containsKey(number.get())) {
            return IpCommand.refused(session, io, "VLAN device already exists.", "EEXIST");
        }
        int id = number.get();
        String name = common.name.isEmpty() ? here.freeName("vlan") : common.name;
        return made(name, common, List.of(), () -> here.addVlan(name, lower.get(), id));
    }

    /** {@code link CARD [name NAME] type macvlan [mode MODE]}: without a mode it is {@code vepa}. */
    private int macvlan(String name, List<String> words, Common common) {
        Optional<Macvlan.Mode> mode = MacvlanWords.mode(words, Macvlan.Mode.VEPA, io);
        if (mode.isEmpty()) {
            return 1;
        }
        if (!common.link.isEmpty() && here.find(common.link).isEmpty()) {
            return IpCommand.noDevice(io, common.link);
        }
        if (place.find(name).isPresent()) {
            return IpCommand.refused(session, io, "", "EEXIST");
        }
        Optional<NetInterface> found = here.find(common.link);
        boolean fits =
                found.filter(l -> !l.isLoopback() && l.device().isEthernet()).isPresent();
        if (!fits) {
            return IpCommand.refused(session, io, "", "EINVAL");
        }
        NetInterface lower = found.get().device() instanceof Macvlan sister ? sister.lower() : found.get();
        if (!lower.hasRoomFor(mode.get())) {
            return IpCommand.refused(session, io, "", "EINVAL");
        }
        if (lower.port().isPresent() || lower.ovsPort().isPresent()) {
            return IpCommand.refused(session, io, "", "EBUSY");
        }
        return made(name, common, List.of(), () -> here.addMacvlan(name, lower, mode.get()));
    }

    private int veth(String name, List<String> args, Common common) {
        List<String> words = new ArrayList<>(args);
        String peerName = "";
        Interfaces there = place; // of a peer that nothing is said about
        Common peer = new Common();
        if (!words.isEmpty() && words.get(0).equals("peer")) {
            words.remove(0);
            int status = common(words, peer);
            if (status != 0) {
                return status;
            }
            there = peer.netns.orElse(here);
            peerName = peer.name;
        } else if (!words.isEmpty()) {
            io.err().line("Usage: ip link <options> type veth [peer <options>]");
            io.err().line("To get <options> type 'ip link add help'");
            return 1;
        }
        if (!peerName.isEmpty() && !Interfaces.isName(peerName)) {
            return IpCommand.refused(session, io, "Attribute failed policy validation.", "ERANGE");
        }
        String chosen = peerName.isEmpty() ? there.freeName("veth") : peerName;
        String own = name;
        if (common.name.isEmpty() && there == place) {
            // The kernel names the peer first.
            chosen = peerName.isEmpty() ? place.freeName("veth") : peerName;
            own = chosen.equals(name) ? nextFree(name) : name;
        }
        boolean taken =
                place.find(own).isPresent() || there.find(chosen).isPresent() || there == place && own.equals(chosen);
        if (taken) {
            return IpCommand.refused(session, io, "", "EEXIST");
        }
        NetInterface iface = place.addVeth(own, there, chosen);
        finish(iface, common);
        there.find(chosen).ifPresent(p -> finish(p, peer));
        return 0;
    }

    private String nextFree(String taken) {
        int number = Integer.parseInt(taken.replaceFirst("^\\D+", "")) + 1;
        while (place.find("veth" + number).isPresent()) {
            number++;
        }
        return "veth" + number;
    }

    private int bridge(String name, List<String> words, Common common) {
        Map<String, String> options = new LinkedHashMap<>();
        int status = BridgeSettings.read("bridge", words, options, io);
        if (status != 0) {
            return status;
        }
        status = made(name, common, List.of(), () -> place.addBridge(name));
        if (status == 0) {
            NetInterface made = place.find(name).orElseThrow();
            String error = made.device() instanceof Bridge bridge ? BridgeSettings.apply(bridge, options) : "";
            if (!error.isEmpty()) {
                place.remove(made);
                return IpCommand.refused(session, io, "", error);
            }
        }
        return status;
    }

    private int tunnel(int status, String name, Common common) {
        if (status == 0) {
            here.find(name).ifPresent(iface -> finish(iface, common));
        }
        return status;
    }

    private interface Maker {
        NetInterface make();
    }

    private int made(String name, Common common, List<String> rest, Maker maker) {
        if (!rest.isEmpty()) {
            return IpCommand.garbage(io, "type", rest.get(0));
        }
        if (place.find(name).isPresent()) {
            return IpCommand.refused(session, io, "", "EEXIST");
        }
        finish(maker.make(), common);
        return 0;
    }

    private static void finish(NetInterface iface, Common common) {
        common.mac.ifPresent(mac -> iface.stack().links().setMac(iface, mac));
        common.mtu.ifPresent(mtu -> iface.stack().setMtu(iface, mtu));
        if (common.up) {
            iface.stack().setUp(iface, true);
        }
    }

    /** The namespace somebody names in {@code netns …}: by name, or by a process that is in it; empty after a complaint. */
    static Optional<Machine> namespace(Session session, String word, Streams io) {
        Optional<Machine> named =
                Optional.ofNullable(session.machine().namespaces().get(word));
        Optional<Machine> found = named.or(() -> Texts.number(word)
                .flatMap(pid -> session.machine()
                        .processes()
                        .find(session.process().memberships().pid(), pid))
                .map(process -> session.machine().at(process.memberships().net())));
        if (found.isPresent()) {
            return found;
        }
        io.err().line("Error: argument \"" + word + "\" is wrong: Invalid \"netns\" value\n");
        return Optional.empty();
    }
}
