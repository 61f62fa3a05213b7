package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.Interfaces;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.Vxlan;

/** The words of {@code ip link add NAME type vxlan …}. */
final class VxlanWords {
    private static final int MISUSE = 255;
    private static final int MAX_VNI = (1 << 24) - 1;
    static final int FIRST_PORT = 32_768;
    static final int END_PORT = 60_999;
    private static final List<String> VALUED =
            List.of("id", "vni", "remote", "group", "local", "dev", "dstport", "srcport", "ttl", "tos", "ageing", "df");

    private final Session session;
    private final Streams io;

    VxlanWords(Session session, Streams io) {
        this.session = session;
        this.io = io;
    }

    /** Makes the interface; the status. */
    int add(String name, List<String> args) {
        int vni = -1;
        int port = -1;
        int firstPort = FIRST_PORT;
        int endPort = END_PORT;
        int ttl = 0;
        boolean learns = true;
        Ipv4Address local = Ipv4Address.ANY;
        Ipv4Address remote = Ipv4Address.ANY;
        String link = "";
        for (int i = 0; i < args.size(); i++) {
            String word = args.get(i);
            if (VALUED.contains(word) && i + (word.equals("srcport") ? 2 : 1) >= args.size()) {
                return IpCommand.incomplete(io);
            }
            switch (word) {
                case "id", "vni" -> {
                    vni = Texts.number(args.get(++i)).orElse(-1);
                    if (vni < 0 || vni > MAX_VNI) {
                        return wrong(args.get(i), "invalid id");
                    }
                }
                case "remote", "group", "local" -> {
                    Optional<Ipv4Address> address = Ipv4Address.parse(args.get(++i));
                    if (address.isEmpty()) {
                        io.err().line("Error: any valid address is expected rather than \"" + args.get(i) + "\".");
                        return 1;
                    }
                    if (!word.equals("local") && address.get().isMulticast()) {
                        io.err().line("ip: not simulated: vxlan over multicast; name the other end with remote");
                        return 1;
                    }
                    local = word.equals("local") ? address.get() : local;
                    remote = word.equals("local") ? remote : address.get();
                }
                case "dev" -> {
                    link = args.get(++i);
                    if (session.machine().stack().findInterface(link).isEmpty()) {
                        io.err().line("Cannot find device \"" + link + "\"");
                        return MISUSE;
                    }
                }
                case "dstport" -> {
                    port = Texts.number(args.get(++i)).orElse(-1);
                    if (port < 0 || port > 65_535) {
                        return wrong(args.get(i), "dst port");
                    }
                    port = port == 0 ? Vxlan.Config.LINUX_PORT : port;
                }
                case "srcport" -> {
                    firstPort = Texts.number(args.get(++i)).orElse(-1);
                    endPort = Texts.number(args.get(++i)).orElse(-1);
                    if (firstPort < 0 || endPort < 0 || firstPort > 65_535 || endPort > 65_535) {
                        return wrong(args.get(i), "max port");
                    }
                    if (endPort <= firstPort) {
                        return IpCommand.refused(session, io, "Invalid source port range.", "EINVAL");
                    }
                }
                case "ttl" -> {
                    String text = args.get(++i);
                    ttl = text.equals("auto") || text.equals("inherit")
                            ? 0
                            : Texts.number(text).orElse(-1);
                    if (ttl < 0 || ttl > 255) {
                        return wrong(text, "invalid TTL");
                    }
                }
                case "tos", "ageing", "df" -> i++;
                case "learning" -> learns = true;
                case "nolearning" -> learns = false;
                case "udpcsum", "noudpcsum", "norsc", "noproxy", "nol2miss", "nol3miss" -> {}
                case "external", "gbp", "gpe", "proxy", "rsc", "l2miss", "l3miss", "vnifilter" -> {
                    io.err().line("ip: not simulated: vxlan " + word);
                    return 1;
                }
                default -> {
                    io.err().line("vxlan: unknown command \"" + word + "\"?");
                    return 1;
                }
            }
        }
        if (vni < 0) {
            io.err().line("vxlan: missing virtual network identifier");
            return 1;
        }
        if (port < 0) {
            io.err()
                    .line("vxlan: destination port not specified\n"
                            + "Will use Linux kernel default (non-standard value)\n"
                            + "Use 'dstport 4789' to get the IANA assigned value\n"
                            + "Use 'dstport 0' to get default and quiet this message");
            port = Vxlan.Config.LINUX_PORT;
        }
        Interfaces here = session.machine().stack().links();
        if (here.find(name).isPresent()) {
            return IpCommand.refused(session, io, "", "EEXIST");
        }
        if (isTaken(vni, port)) {
            return IpCommand.refused(session, io, "A VXLAN device with the specified VNI already exists.", "EEXIST");
        }
        here.addVxlan(name, new Vxlan.Config(vni, local, remote, link, port, firstPort, endPort, ttl, learns));
        return 0;
    }

    private boolean isTaken(int vni, int port) {
        for (NetInterface iface : session.machine().stack().interfaces()) {
            if (iface.device() instanceof Vxlan v
                    && v.config().vni() == vni
                    && v.config().port() == port) {
                return true;
            }
        }
        return false;
    }

    private int wrong(String word, String why) {
        io.err().line("Error: argument \"" + word + "\" is wrong: " + why);
        return MISUSE;
    }
}
