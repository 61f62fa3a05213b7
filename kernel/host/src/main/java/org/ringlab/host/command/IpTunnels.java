package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.Interfaces;
import org.ringlab.netfilter.stack.IpTunnel;
import org.ringlab.netfilter.stack.NetInterface;

/** {@code ip tunnel}, and what it shares with {@code ip link add … type ipip|gre}. */
final class IpTunnels {
    private static final int MISUSE = 255;
    private static final List<String> VALUED = List.of(
            "mode", "remote", "local", "ttl", "hoplimit", "tos", "dsfield", "key", "ikey", "okey", "dev", "name");

    private final Session session;
    private final Streams io;
    private final Interfaces here;

    IpTunnels(Session session, Streams io) {
        this.session = session;
        this.io = io;
        here = session.machine().stack().links();
    }

    int run(List<String> args) {
        List<String> words = new ArrayList<>(args);
        String word = words.isEmpty() ? "show" : words.remove(0);
        return switch (IpCommand.verb(word, "add", "change", "delete", "show", "list", "lst", "help")) {
            case "show", "list", "lst" -> show(words);
            case "add" -> add(words);
            case "delete" -> delete(words);
            case "change" -> {
                io.err().line("ip: not simulated: ip tunnel change");
                yield 1;
            }
            default -> {
                io.err().line("Command \"" + word + "\" is unknown, try \"ip tunnel help\"");
                yield MISUSE;
            }
        };
    }

    /** What the words of a tunnel say. */
    static final class Words {
        private String name = "";
        private String mode = "";
        private Ipv4Address local = Ipv4Address.ANY;
        private Ipv4Address remote = Ipv4Address.ANY;
        private int ttl;
        private @Nullable Long key;

        String name() {
            return name;
        }

        IpTunnel.Config config(IpTunnel.Mode as) {
            return new IpTunnel.Config(as, local, remote, ttl, key);
        }
    }

    /** Reads a tunnel's words; a status where they are wrong, 0 where not. */
    static int read(List<String> args, Words words, Streams io) {
        for (int i = 0; i < args.size(); i++) {
            String word = args.get(i);
            if (VALUED.contains(word) && i + 1 == args.size()) {
                return IpCommand.incomplete(io);
            }
            switch (word) {
                case "mode" -> words.mode = args.get(++i);
                case "name" -> words.name = args.get(++i);
                case "remote", "local" -> {
                    String text = args.get(++i);
                    Optional<Ipv4Address> address =
                            text.equals("any") ? Optional.of(Ipv4Address.ANY) : Ipv4Address.parse(text);
                    if (address.isEmpty()) {
                        io.err().line("Error: any valid address is expected rather than \"" + text + "\".");
                        return 1;
                    }
                    words.remote = word.equals("remote") ? address.get() : words.remote;
                    words.local = word.equals("local") ? address.get() : words.local;
                }
                case "ttl", "hoplimit" -> {
                    String text = args.get(++i);
                    Optional<Integer> ttl = text.equals("inherit") ? Optional.of(0) : Texts.number(text);
                    if (ttl.isEmpty() || ttl.get() < 0 || ttl.get() > 255) {
                        io.err().line("Error: argument \"" + text + "\" is wrong: invalid TTL");
                        return MISUSE;
                    }
                    words.ttl = ttl.get();
                }
                case "key", "ikey", "okey" -> {
                    String text = args.get(++i);
                    Optional<Long> key = Ipv4Address.parse(text)
                            .map(a -> a.bits() & 0xFFFF_FFFFL)
                            .or(() -> Texts.number(text).map(Integer::longValue));
                    if (key.isEmpty()) {
                        io.err()
                                .line("invalid value for \"" + word + "\": \"" + text
                                        + "\"; it should be an unsigned integer");
                        return MISUSE;
                    }
                    words.key = key.get();
                }
                case "tos", "dsfield", "dev" -> i++;
                case "pmtudisc", "nopmtudisc" -> {}
                default -> {
                    if (!words.name.isEmpty()) {
                        return IpCommand.garbage(io, "name", word);
                    }
                    words.name = word;
                }
            }
        }
        return 0;
    }

    private int add(List<String> args) {
        Words words = new Words();
        int status = read(args, words, io);
        if (status != 0) {
            return status;
        }
        if (words.mode.isEmpty()) {
            io.err().line("cannot determine tunnel mode (ipip, gre, vti or sit)");
            return 1;
        }
        Optional<IpTunnel.Mode> mode = IpTunnel.Mode.parse(words.mode.equals("ip/ip") ? "ipip" : words.mode)
                .filter(m -> m != IpTunnel.Mode.GRETAP);
        if (mode.isEmpty()) {
            if (List.of("sit", "vti", "isatap").contains(words.mode)) {
                io.err().line("ip: not simulated: ip tunnel add mode " + words.mode);
                return 1;
            }
            io.err().line("Unknown tunnel mode \"" + words.mode + "\"");
            return MISUSE;
        }
        // The program asks the driver by its first device.
        String base = mode.get() == IpTunnel.Mode.IPIP ? "tunl0" : "gre0";
        String name = words.name.isEmpty() ? here.freeName(base.replace("0", "")) : words.name;
        String failure = refusal(name, words.config(mode.get()));
        if (!failure.isEmpty()) {
            io.err().line("add tunnel \"" + base + "\" failed: " + Errno.text(failure));
            return 1;
        }
        here.addTunnel(name, words.config(mode.get()));
        return 0;
    }

    /** Why the kernel makes no such tunnel, by {@code errno}; empty where it does. */
    private String refusal(String name, IpTunnel.Config config) {
        boolean same = session.machine().stack().interfaces().stream()
                .anyMatch(i -> i.device() instanceof IpTunnel t
                        && t.config().mode() == config.mode()
                        && t.config().local().equals(config.local())
                        && t.config().remote().equals(config.remote())
                        && java.util.Objects.equals(t.config().key(), config.key()));
        return !Interfaces.isName(name) ? "EINVAL" : same || here.find(name).isPresent() ? "EEXIST" : "";
    }

    /** {@code ip link add NAME type ipip|gre …}; the status. */
    int addLink(String name, String type, List<String> args) {
        Words words = new Words();
        words.name = name;
        int status = read(args, words, io);
        if (status != 0) {
            return status;
        }
        IpTunnel.Config config = words.config(IpTunnel.Mode.parse(type).orElseThrow());
        String failure = refusal(name, config);
        if (!failure.isEmpty()) {
            return IpCommand.refused(session, io, "", failure);
        }
        here.addTunnel(name, config);
        return 0;
    }

    private int show(List<String> words) {
        String wanted = words.isEmpty() ? "" : words.get(words.size() - 1);
        boolean found = wanted.isEmpty();
        for (NetInterface iface : session.machine().stack().interfaces()) {
            if (iface.device() instanceof IpTunnel tunnel
                    && (wanted.isEmpty() || iface.name().equals(wanted))) {
                IpTunnel.Config c = tunnel.config();
                String mode = c.mode() == IpTunnel.Mode.IPIP ? "ip/ip" : "gre/ip";
                io.out()
                        .line(iface.name() + ": " + mode + " remote " + any(c.remote()) + " local " + any(c.local())
                                + " ttl " + (c.ttl() == 0 ? "inherit" : String.valueOf(c.ttl()))
                                + (c.key() == null ? "" : " key " + c.key()));
                found = true;
            }
        }
        if (!found) {
            io.err().line("get tunnel \"" + wanted + "\" failed: No such device");
        }
        return found ? 0 : 1;
    }

    private static String any(Ipv4Address address) {
        return address.equals(Ipv4Address.ANY) ? "any" : address.toString();
    }

    private int delete(List<String> words) {
        Words read = new Words();
        int status = read(words, read, io);
        if (status != 0) {
            return status;
        }
        Optional<NetInterface> iface = here.find(read.name).filter(i -> i.device() instanceof IpTunnel);
        if (iface.isEmpty()) {
            io.err().line("delete tunnel \"" + read.name + "\" failed: No such device");
            return 1;
        }
        here.remove(iface.get());
        return 0;
    }
}
