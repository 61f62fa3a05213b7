package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.stack.Interfaces;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.Tap;
import org.ringlab.netfilter.stack.Tun;

/** {@code ip tuntap}: interfaces that stay without a program that has them open (ip/iptuntap.c). */
final class IpTuntap {
    private static final int MISUSE = 255;
    private static final Set<String> NOT_SIMULATED =
            Set.of("user", "group", "pi", "one_queue", "vnet_hdr", "multi_queue");

    private final Session session;
    private final Streams io;

    IpTuntap(Session session, Streams io) {
        this.session = session;
        this.io = io;
    }

    int run(List<String> args) {
        List<String> words = new ArrayList<>(args);
        String word = words.isEmpty() ? "show" : words.remove(0);
        return switch (IpCommand.verb(word, "add", "delete", "show", "list", "lst", "help")) {
            case "add" -> change(words, true);
            case "delete" -> change(words, false);
            case "show", "list", "lst" -> show();
            case "help" -> usage();
            default -> {
                io.err().line("Command \"" + word + "\" is unknown, try \"ip tuntap help\".");
                yield MISUSE;
            }
        };
    }

    private int usage() {
        io.err()
                .print("Usage: ip tuntap { add | del | show | list | lst | help } [ dev PHYS_DEV ]\n"
                        + "       [ mode { tun | tap } ] [ user USER ] [ group GROUP ]\n"
                        + "       [ one_queue ] [ pi ] [ vnet_hdr ] [ multi_queue ] [ name NAME ]\n\n"
                        + "Where: USER  := { STRING | NUMBER }\n       GROUP := { STRING | NUMBER }\n");
        return MISUSE;
    }

    private int show() {
        for (NetInterface iface : session.machine().stack().interfaces()) {
            if (iface.device() instanceof Tun) {
                io.out().line(iface.name() + ": tun persist");
            } else if (iface.device() instanceof Tap tap) {
                io.out().line(iface.name() + ": tap " + (tap.isOpen() ? "vnet_hdr" : "persist"));
            }
        }
        return 0;
    }

    private int change(List<String> args, boolean add) {
        String name = "";
        String mode = "";
        IpWords words = new IpWords(args, IpKeywords.WHOLE, Set.of("mode", "dev", "name", "user", "group"));
        while (words.next()) {
            switch (words.word()) {
                case "mode" -> {
                    mode = words.value();
                    if (!mode.equals("tun") && !mode.equals("tap")) {
                        io.err().line("Unknown tunnel mode \"" + mode + "\"");
                        return MISUSE;
                    }
                }
                case "dev", "name" -> name = words.value();
                default -> {
                    if (NOT_SIMULATED.contains(words.word())) {
                        io.err().line("ip: not simulated: ip tuntap … " + words.word());
                        return 1;
                    }
                    name = words.word();
                }
            }
        }
        if (words.isIncomplete()) {
            return IpCommand.incomplete(io);
        }
        if (mode.isEmpty()) {
            io.err().line("You failed to specify a tunnel mode");
            return 1;
        }
        return add ? add(name, mode) : delete(name, mode);
    }

    private int add(String typed, String mode) {
        Interfaces links = session.machine().stack().links();
        String name = typed.isEmpty() ? links.freeName(mode) : typed;
        if (!Interfaces.isName(name)) {
            return refused("EINVAL");
        }
        if (links.find(name).isPresent()) {
            return refused("EBUSY");
        }
        if (mode.equals("tun")) {
            links.addTun(name);
        } else {
            links.addTap(name, session.machine().stack().network().nextMac());
        }
        return 0;
    }

    /** One that isn't there is made first, and then goes. */
    private int delete(String name, String mode) {
        Interfaces links = session.machine().stack().links();
        Optional<NetInterface> found = links.find(name);
        if (found.isEmpty()) {
            return 0;
        }
        boolean fits = mode.equals("tun")
                ? found.get().device() instanceof Tun
                : found.get().device() instanceof Tap;
        if (!fits) {
            return refused("EINVAL");
        }
        if (found.get().device() instanceof Tap tap && tap.isOpen()) {
            return refused("EBUSY");
        }
        links.remove(found.get());
        return 0;
    }

    private int refused(String errno) {
        io.err().line("ioctl(TUNSETIFF): " + Errno.text(errno));
        return 1;
    }
}
