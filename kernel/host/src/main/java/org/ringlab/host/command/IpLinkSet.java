package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.stack.Bridge;
import org.ringlab.netfilter.stack.Interfaces;
import org.ringlab.netfilter.stack.Macvlan;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;

/** {@code ip link set}: changes an interface. All words are read first, then done in the kernel's order. */
final class IpLinkSet {
    private static final int MISUSE = 255;
    private static final int MIN_MTU = 68;
    private static final Set<String> VALUED = Set.of(
            "name",
            "netns",
            "master",
            "mtu",
            "address",
            "alias",
            "txqueuelen",
            "qlen",
            "txqlen",
            "promisc",
            "type",
            "arp",
            "multicast",
            "allmulticast",
            "dynamic",
            "trailers",
            "carrier",
            "group",
            "broadcast",
            "brd");

    private final Session session;
    private final Streams io;
    private final NetStack stack;

    IpLinkSet(Session session, Streams io) {
        this.session = session;
        this.io = io;
        stack = session.machine().stack();
    }

    /** What is asked for. */
    private static final class Wanted {
        private Optional<Boolean> up = Optional.empty();
        private Optional<String> name = Optional.empty();
        private Optional<Machine> netns = Optional.empty();
        private Optional<String> master = Optional.empty();
        private boolean noMaster;
        private Optional<Integer> mtu = Optional.empty();
        private Optional<MacAddress> mac = Optional.empty();
        private Optional<String> alias = Optional.empty();
        private Optional<Integer> queueLength = Optional.empty();
        private Optional<Boolean> promiscuous = Optional.empty();
        private String type = "";
        private Optional<Macvlan.Mode> mode = Optional.empty();
        private final Map<String, String> options = new LinkedHashMap<>();
    }

    int run(List<String> args) {
        List<String> words = new ArrayList<>(args);
        if (!words.isEmpty() && words.get(0).equals("dev")) {
            words.remove(0);
        }
        if (words.isEmpty()) {
            io.err().line("Not enough information: \"dev\" argument is required.");
            return MISUSE;
        }
        // The name may stand anywhere; what is no keyword is it.
        String device = takeDevice(words);
        Wanted wanted = new Wanted();
        int status = read(words, wanted);
        if (status != 0) {
            return status;
        }
        if (device.isEmpty()) {
            io.err().line("Not enough information: \"dev\" argument is required.");
            return MISUSE;
        }
        Optional<NetInterface> iface = stack.findInterface(device);
        return iface.isEmpty() ? IpCommand.noDevice(io, device) : apply(iface.get(), wanted);
    }

    private static String takeDevice(List<String> words) {
        int dev = words.indexOf("dev");
        if (dev >= 0 && dev + 1 < words.size()) {
            words.remove(dev);
            return words.remove(dev);
        }
        int at = 0;
        while (at < words.size()) {
            String word = IpKeywords.LINK.of(words.get(at));
            if (VALUED.contains(word)) {
                at += 2;
            } else if (Set.of("up", "down", "nomaster").contains(word)) {
                at++;
            } else {
                return words.remove(at);
            }
        }
        return "";
    }

    private int read(List<String> words, Wanted wanted) {
        for (int i = 0; i < words.size(); i++) {
            String word = IpKeywords.LINK.of(words.get(i));
            if (VALUED.contains(word) && i + 1 == words.size()) {
                return IpCommand.incomplete(io);
            }
            switch (word) {
                case "up" -> wanted.up = Optional.of(true);
                case "down" -> wanted.up = Optional.of(false);
                case "nomaster" -> wanted.noMaster = true;
                case "name" -> {
                    String name = words.get(++i);
                    if (!Interfaces.isName(name)) {
                        return wrong(name, "\"name\" not a valid ifname");
                    }
                    wanted.name = Optional.of(name);
                }
                case "netns" -> {
                    wanted.netns = IpLinkAdd.namespace(session, words.get(++i), io);
                    if (wanted.netns.isEmpty()) {
                        return MISUSE;
                    }
                }
                case "master" -> {
                    String master = words.get(++i);
                    if (stack.findInterface(master).isEmpty()) {
                        return wrong(master, "Device does not exist\n");
                    }
                    wanted.master = Optional.of(master);
                }
                case "mtu" -> {
                    wanted.mtu = Texts.number(words.get(++i));
                    if (wanted.mtu.isEmpty()) {
                        return wrong(words.get(i), "Invalid \"mtu\" value\n");
                    }
                }
                case "address" -> {
                    wanted.mac = IpLinkAdd.hardwareAddress(words.get(++i), io);
                    if (wanted.mac.isEmpty()) {
                        return 1;
                    }
                }
                case "alias" -> wanted.alias = Optional.of(words.get(++i));
                case "txqueuelen", "qlen", "txqlen" -> {
                    wanted.queueLength = Texts.number(words.get(++i));
                    if (wanted.queueLength.isEmpty()) {
                        return wrong(words.get(i), "Invalid \"txqueuelen\" value\n");
                    }
                }
                case "group", "broadcast", "brd" -> {
                    if (!word.equals("group") || !Set.of("default", "0").contains(words.get(++i))) {
                        return IpCommand.notSimulated(io, "ip link set … " + word);
                    }
                }
                case "promisc", "arp", "multicast", "allmulticast", "dynamic", "trailers", "carrier" -> {
                    if (!Set.of("on", "off").contains(words.get(++i))) {
                        io.err()
                                .line("Error: argument of \"" + word + "\" must be \"on\" or \"off\", not \""
                                        + words.get(i) + "\"");
                        return 1;
                    }
                    boolean on = words.get(i).equals("on");
                    boolean usually = Set.of("arp", "multicast", "carrier").contains(word);
                    if (word.equals("promisc")) {
                        wanted.promiscuous = Optional.of(on);
                    } else if (on != usually) {
                        return IpCommand.notSimulated(io, "ip link set … " + word + " " + words.get(i));
                    }
                }
                case "type" -> {
                    wanted.type = words.get(++i);
                    if (wanted.type.equals("macvlan")) {
                        wanted.mode = MacvlanWords.mode(words.subList(i + 1, words.size()), Macvlan.Mode.VEPA, io);
                        return wanted.mode.isPresent() ? 0 : 1;
                    }
                    if (!wanted.type.equals("bridge") && !wanted.type.equals("bridge_slave")) {
                        io.err().line("ip: not simulated: ip link set … type " + wanted.type);
                        return 1;
                    }
                    return BridgeSettings.read(wanted.type, words.subList(i + 1, words.size()), wanted.options, io);
                }
                default -> {
                    return IpCommand.garbage(io, "dev", words.get(i));
                }
            }
        }
        return 0;
    }

    private int wrong(String word, String why) {
        io.err().line("Error: argument \"" + word + "\" is wrong: " + why);
        return MISUSE;
    }

    /** In the order of the kernel's {@code do_setlink}: place, address, MTU, name, master, up or down. */
    private int apply(NetInterface iface, Wanted wanted) {
        int status = wanted.netns.map(n -> move(iface, n, wanted.name)).orElse(0);
        if (status != 0) {
            return status;
        }
        NetStack now = iface.stack();
        if (wanted.mac.isPresent()) {
            if (wanted.mac.get().isGroup() || wanted.mac.get().equals(MacAddress.ZERO)) {
                return IpCommand.refused(session, io, "", "EADDRNOTAVAIL");
            }
            now.links().setMac(iface, wanted.mac.get());
        }
        if (wanted.mtu.isPresent()) {
            int mtu = wanted.mtu.get();
            if (mtu < MIN_MTU) {
                return IpCommand.refused(session, io, "mtu less than device minimum.", "EINVAL");
            }
            if (mtu > 65_535) {
                return IpCommand.refused(session, io, "mtu greater than device maximum.", "EINVAL");
            }
            if (iface.device() instanceof Macvlan macvlan
                    && mtu > macvlan.lower().mtu()) {
                return IpCommand.refused(session, io, "", "EINVAL");
            }
            now.setMtu(iface, mtu);
        }
        if (wanted.name.isPresent() && !wanted.name.get().equals(iface.name())) {
            if (now.findInterface(wanted.name.get()).isPresent()) {
                return IpCommand.refused(session, io, "", "EEXIST");
            }
            if (iface.isUp() && session.machine().profile() == Profile.CENTOS7) {
                return IpCommand.refused(session, io, "", "EBUSY");
            }
            now.links().rename(iface, wanted.name.get());
        }
        wanted.alias.ifPresent(iface::setAlias);
        wanted.queueLength.ifPresent(iface::setQueueLength);
        wanted.promiscuous.ifPresent(iface::setPromiscuous);
        if (wanted.noMaster) {
            now.links().release(iface);
        }
        status = wanted.master
                .flatMap(now::findInterface)
                .map(m -> enslave(iface, m))
                .orElse(0);
        if (status != 0) {
            return status;
        }
        if (wanted.up.orElse(false) && iface.device() instanceof Macvlan macvlan && macvlan.isAddressTaken()) {
            return IpCommand.refused(session, io, "", "EADDRINUSE");
        }
        wanted.up.ifPresent(up -> now.setUp(iface, up));
        return wanted.type.isEmpty() ? 0 : set(iface, wanted);
    }

    /** What {@code type} is about comes last here, though first in the kernel: nothing above depends on it. */
    private int set(NetInterface iface, Wanted wanted) {
        Optional<String> error = Optional.empty();
        if (wanted.type.equals("bridge") && iface.device() instanceof Bridge bridge) {
            error = Optional.of(BridgeSettings.apply(bridge, wanted.options));
        } else if (wanted.type.equals("bridge_slave")) {
            error = iface.port().map(port -> BridgeSettings.apply(port, wanted.options));
        } else if (wanted.mode.isPresent() && iface.device() instanceof Macvlan macvlan) {
            error = Optional.of(macvlan.setMode(wanted.mode.get()) ? "" : "EINVAL");
        }
        String name = error.orElse("EOPNOTSUPP");
        return name.isEmpty() ? 0 : IpCommand.refused(session, io, "", name);
    }

    private int move(NetInterface iface, Machine to, Optional<String> newName) {
        if (to.stack() == iface.stack()) {
            return 0;
        }
        if (iface.isLoopback() || iface.device() instanceof Bridge) {
            return IpCommand.refused(session, io, "The interface netns is immutable.", "EINVAL");
        }
        String name = newName.orElse(iface.name());
        if (to.stack().findInterface(name).isPresent()) {
            return IpCommand.refused(
                    session, io, "An interface with the same name exists in the target netns.", "EEXIST");
        }
        if (!name.equals(iface.name())) {
            iface.stack().links().rename(iface, name);
        }
        iface.stack().links().move(iface, to.stack());
        return 0;
    }

    private int enslave(NetInterface iface, NetInterface master) {
        if (!(master.device() instanceof Bridge bridge)) {
            return IpCommand.refused(session, io, "", "EOPNOTSUPP");
        }
        if (iface.port().filter(p -> p.bridge() == bridge).isPresent()) {
            return 0;
        }
        if (iface.isLoopback() || !iface.device().isEthernet()) {
            return IpCommand.refused(session, io, "", "EINVAL");
        }
        if (!iface.macvlans().isEmpty()) {
            return IpCommand.refused(session, io, "", "EBUSY");
        }
        if (iface.device() instanceof Bridge) {
            return session.machine().profile() == Profile.CENTOS7
                    ? IpCommand.refused(session, io, "", "ELOOP")
                    : IpCommand.refused(session, io, "", "EINVAL");
        }
        iface.stack().links().enslave(iface, bridge);
        return 0;
    }
}
