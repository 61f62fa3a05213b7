package org.ringlab.host.command;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.common.SimClock;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.link.KernelTimer;
import org.ringlab.netfilter.stack.Bridge;
import org.ringlab.netfilter.stack.BridgePort;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.SpanningTree;

/** What {@code brctl} sets and shows of the spanning tree: {@code stp}, {@code showstp}, {@code setfd} … */
final class BrctlTree {
    private static final Pattern DECIMAL = Pattern.compile("\\s*[+-]?(\\d+\\.?\\d*|\\.\\d+)");
    private static final Pattern INTEGER = Pattern.compile("\\s*([+-]?)(0[xX][0-9a-fA-F]+|\\d+)");

    private final NetStack stack;
    private final Streams io;

    BrctlTree(NetStack stack, Streams io) {
        this.stack = stack;
        this.io = io;
    }

    int set(String verb, List<String> args) {
        return switch (verb) {
            case "stp" -> switchOn(args);
            case "setfd" -> time(args, "forward delay value", "forward delay", tree -> tree::setForwardDelay);
            case "sethello" -> time(args, "hello timer value", "hello timer", tree -> tree::setHello);
            case "setmaxage" -> time(args, "max age value", "max age", tree -> tree::setMaxAge);
            case "setbridgeprio" -> priority(args);
            case "setpathcost" ->
                port(args, "path cost value", "path cost", p -> p.bridge().tree()::setPathCost);
            default ->
                port(
                        args,
                        "path priority value",
                        "port priority",
                        p -> p.bridge().tree()::setPriority);
        };
    }

    private int switchOn(List<String> args) {
        Optional<Boolean> on = switch (args.get(1)) {
            case "off", "no", "n", "0" -> Optional.of(false);
            case "on", "yes", "y", "1" -> Optional.of(true);
            default -> Optional.empty();
        };
        if (on.isEmpty()) {
            return BrctlCommand.complain(io, "expect on/off for argument");
        }
        Optional<Bridge> bridge = BrctlCommand.bridge(stack, args.get(0));
        if (bridge.isEmpty()) {
            return refused("stp status", noBridge(args.get(0)));
        }
        bridge.get().tree().setOn(on.get());
        return 0;
    }

    private interface Setter<T> {
        boolean set(T value);
    }

    private interface PortSetter {
        boolean set(BridgePort port, int value);
    }

    /** Seconds, of which the kernel hears hundredths. */
    private int time(List<String> args, String bad, String what, Function<SpanningTree, Setter<Long>> setter) {
        OptionalDouble seconds = decimal(args.get(1));
        if (seconds.isEmpty()) {
            return BrctlCommand.complain(io, "bad " + bad);
        }
        Optional<Bridge> bridge = BrctlCommand.bridge(stack, args.get(0));
        if (bridge.isEmpty()) {
            return refused(what, noBridge(args.get(0)));
        }
        long hundredths = (long) (seconds.getAsDouble() * 100 + 1e-6);
        long nanos = hundredths * 10 * SimClock.MILLI;
        return setter.apply(bridge.get().tree()).set(nanos) ? 0 : refused(what, "ERANGE");
    }

    private int priority(List<String> args) {
        OptionalInt priority = integer(args.get(1));
        if (priority.isEmpty()) {
            return BrctlCommand.complain(io, "bad priority");
        }
        Optional<Bridge> bridge = BrctlCommand.bridge(stack, args.get(0));
        if (bridge.isEmpty()) {
            return refused("bridge priority", noBridge(args.get(0)));
        }
        bridge.get().tree().setPriority(priority.getAsInt() & 0xFFFF);
        return 0;
    }

    /** The port is found by its own name: which bridge was named doesn't matter. */
    private int port(List<String> args, String bad, String what, Function<BridgePort, PortSetter> setter) {
        OptionalInt value = integer(args.get(2));
        if (value.isEmpty()) {
            return BrctlCommand.complain(io, "bad " + bad);
        }
        Optional<NetInterface> iface = stack.findInterface(args.get(1));
        Optional<BridgePort> port = iface.flatMap(NetInterface::port);
        if (port.isEmpty()) {
            return refused(what, iface.isEmpty() ? "ENODEV" : "ENOENT");
        }
        return setter.apply(port.get()).set(port.get(), value.getAsInt()) ? 0 : refused(what, "ERANGE");
    }

    private String noBridge(String name) {
        return stack.findInterface(name).isEmpty() ? "ENODEV" : "EOPNOTSUPP";
    }

    private int refused(String what, String errno) {
        return BrctlCommand.complain(io, "set " + what + " failed: " + Errno.text(errno));
    }

    /** As far as it is a number, as {@code strtod} reads it. */
    private static OptionalDouble decimal(String text) {
        Matcher m = DECIMAL.matcher(text);
        return m.lookingAt() ? OptionalDouble.of(Double.parseDouble(m.group())) : OptionalDouble.empty();
    }

    /** As far as it is a number, as {@code %i} of {@code scanf} reads it: also hexadecimal and octal. */
    private static OptionalInt integer(String text) {
        Matcher m = INTEGER.matcher(text);
        if (!m.lookingAt()) {
            return OptionalInt.empty();
        }
        String digits = m.group(2);
        int radix = digits.length() > 1 && digits.charAt(0) == '0' ? 8 : 10;
        if (digits.startsWith("0x") || digits.startsWith("0X")) {
            radix = 16;
            digits = digits.substring(2);
        }
        long value = 0;
        for (int i = 0; i < digits.length() && Character.digit(digits.charAt(i), radix) >= 0; i++) {
            value = value * radix + Character.digit(digits.charAt(i), radix);
        }
        return OptionalInt.of((int) (m.group(1).equals("-") ? -value : value));
    }

    /** {@code brctl showstp}: the bridge, then its ports by name. */
    static int show(Session session, String name, Streams io) {
        NetStack stack = session.machine().stack();
        Optional<Bridge> bridge = BrctlCommand.bridge(stack, name);
        boolean old = session.machine().profile() == Profile.CENTOS7;
        if (bridge.isEmpty()) {
            boolean there = stack.findInterface(name).isPresent();
            if (old) {
                return BrctlCommand.complain(
                        io, name + ": can't get info " + Errno.text(there ? "EOPNOTSUPP" : "ENODEV"));
            }
            return BrctlCommand.complain(
                    io, there ? "device " + name + " is not a bridge!" : "bridge " + name + " does not exist!");
        }
        Bridge b = bridge.get();
        // newer kernels write down how soon they forget while the tree changes, older ones just do it
        long ageing = b.tree().changes().areTold() && !old
                ? 2 * b.tree().times().forwardDelay()
                : b.stations().ageingNanos();
        io.out().print(head(b, ageing));
        b.ports().stream()
                .sorted(Comparator.comparing((BridgePort p) -> p.iface().name()))
                .forEach(p -> io.out().print(port(p)));
        return 0;
    }

    /** The second column would be the bridge's own times, but the program knows only those in force, and shows them twice. */
    private static String head(Bridge bridge, long ageing) {
        SpanningTree tree = bridge.tree();
        return bridge.iface().name() + "\n bridge id\t\t" + tree.identity() + "\n designated root\t" + tree.root()
                + String.format(
                        Locale.ROOT,
                        "\n root port\t\t%4d\t\t\tpath cost\t\t%4d\n",
                        tree.rootPort(),
                        tree.rootPathCost())
                + " max age\t\t" + seconds(tree.times().maxAge()) + "\t\t\tbridge max age\t\t"
                + seconds(tree.times().maxAge()) + "\n hello time\t\t"
                + seconds(tree.times().hello())
                + "\t\t\tbridge hello time\t" + seconds(tree.times().hello()) + "\n forward delay\t\t"
                + seconds(tree.times().forwardDelay()) + "\t\t\tbridge forward delay\t"
                + seconds(tree.times().forwardDelay()) + "\n ageing time\t\t" + seconds(ageing)
                + "\n hello timer\t\t" + left(tree.hello()) + "\t\t\ttcn timer\t\t"
                + left(tree.changes().notice()) + "\n topology change timer\t"
                + left(tree.changes().telling())
                + "\t\t\tgc timer\t\t" + seconds(bridge.untilCleaning()) + "\n flags\t\t\t"
                + (tree.changes().areTold() ? "TOPOLOGY_CHANGE " : "")
                + (tree.changes().areDetected() ? "TOPOLOGY_CHANGE_DETECTED " : "") + "\n\n\n";
    }

    private static String port(BridgePort port) {
        return port.iface().name() + " (" + port.number() + ")\n"
                + String.format(
                        Locale.ROOT,
                        " port id\t\t%04x\t\t\tstate\t\t%15s\n",
                        port.identifier(),
                        port.state().text())
                + String.format(
                        Locale.ROOT, " designated root\t%s\tpath cost\t\t%4d\n", port.designatedRoot(), port.pathCost())
                + " designated bridge\t" + port.designatedBridge() + "\tmessage age timer\t" + left(port.messageAge())
                + String.format(Locale.ROOT, "\n designated port\t%04x", port.designatedPort())
                + "\t\t\tforward delay timer\t" + left(port.forwardDelay())
                + String.format(Locale.ROOT, "\n designated cost\t%4d", port.designatedCost()) + "\t\t\thold timer\t\t"
                + left(port.hold()) + "\n flags\t\t\t" + (port.configPending() ? "CONFIG_PENDING " : "")
                + (port.acknowledges() ? "TOPOLOGY_CHANGE_ACK " : "") + "\n\n";
    }

    /** What is left of a timer, in seconds. */
    static String left(KernelTimer timer) {
        return seconds(timer.remaining());
    }

    /** Seconds with two digits behind the point. */
    static String seconds(long nanos) {
        long hundredths = hundredths(nanos);
        return String.format(Locale.ROOT, "%4d.%02d", hundredths / 100, hundredths % 100);
    }

    /** A time in USER_HZ, as rtnetlink has it. */
    static long hundredths(long nanos) {
        return nanos / (10 * SimClock.MILLI);
    }
}
