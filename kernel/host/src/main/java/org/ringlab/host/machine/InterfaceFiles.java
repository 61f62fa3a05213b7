package org.ringlab.host.machine;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.ringlab.common.SimClock;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.GeneratedFile;
import org.ringlab.netfilter.link.KernelTimer;
import org.ringlab.netfilter.stack.Bridge;
import org.ringlab.netfilter.stack.BridgePort;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.SpanningTree;

/**
 * {@code /sys/class/net}: what the kernel tells there of interfaces, bridges and their ports (net/core/net-sysfs.c,
 * net/bridge/br_sysfs_br.c, br_sysfs_if.c). Times are hundredths of a second.
 */
final class InterfaceFiles {
    private static final int MIN_MTU = 68;
    private static final int MAX_MTU = 65_535;
    private static final long HUNDREDTH = 10 * SimClock.MILLI;

    private final Map<String, GeneratedFile> files = new TreeMap<>();
    private final boolean mayChange;

    private InterfaceFiles(boolean mayChange) {
        this.mayChange = mayChange;
    }

    /**
     * The files by their paths below {@code /sys/class/net}.
     *
     * @param mayChange whether who looks may change the network
     */
    static Map<String, GeneratedFile> of(NetStack stack, boolean mayChange) {
        InterfaceFiles all = new InterfaceFiles(mayChange);
        for (NetInterface iface : stack.interfaces()) {
            all.add(iface.name() + "/", iface);
            if (iface.device() instanceof Bridge bridge) {
                all.add(iface.name() + "/bridge/", bridge);
                all.files.put(iface.name() + "/brif/", GeneratedFile.readOnly(() -> ""));
                bridge.ports()
                        .forEach(
                                p -> all.add(iface.name() + "/brif/" + p.iface().name() + "/", p));
            }
            iface.port().ifPresent(port -> all.add(iface.name() + "/brport/", port));
        }
        return all.files;
    }

    private void add(String at, NetInterface iface) {
        shown(at + "address", () -> iface.mac().toString());
        shown(at + "addr_len", () -> "6");
        shown(at + "broadcast", () -> iface.isLoopback() ? "00:00:00:00:00:00" : "ff:ff:ff:ff:ff:ff");
        shown(at + "ifindex", () -> String.valueOf(iface.index()));
        shown(at + "operstate", () -> operstate(iface));
        shown(at + "type", () -> iface.isLoopback() ? "772" : "1");
        shown(at + "tx_queue_len", () -> "1000");
        files.put(at + "carrier", new Shown(() -> {
            if (!iface.isUp()) {
                throw new FileException(FileException.INVALID_ARGUMENT);
            }
            return iface.isRunning() ? "1" : "0";
        }));
        taken(
                at + "mtu",
                () -> iface.mtu(),
                mtu -> {
                    boolean fits = mtu >= MIN_MTU && mtu <= MAX_MTU;
                    if (fits) {
                        iface.stack().setMtu(iface, (int) mtu);
                    }
                    return fits;
                },
                FileException.INVALID_ARGUMENT);
        shown(at + "statistics/rx_packets", () -> String.valueOf(iface.receivedPackets()));
        shown(at + "statistics/rx_bytes", () -> String.valueOf(iface.receivedBytes()));
        shown(at + "statistics/tx_packets", () -> String.valueOf(iface.sentPackets()));
        shown(at + "statistics/tx_bytes", () -> String.valueOf(iface.sentBytes()));
    }

    private static String operstate(NetInterface iface) {
        if (iface.isLoopback() || iface.device() instanceof Bridge bridge && !bridge.hadPort() && iface.isUp()) {
            return "unknown";
        }
        return iface.isUp() && iface.isRunning() ? "up" : "down";
    }

    private void add(String at, Bridge bridge) {
        SpanningTree tree = bridge.tree();
        time(at + "forward_delay", () -> tree.times().forwardDelay(), tree::setForwardDelay);
        time(at + "hello_time", () -> tree.times().hello(), tree::setHello);
        time(at + "max_age", () -> tree.times().maxAge(), tree::setMaxAge);
        time(at + "ageing_time", () -> bridge.stations().ageingNanos(), nanos -> {
            bridge.stations().setAgeing(nanos);
            return true;
        });
        taken(at + "stp_state", () -> tree.isOn() ? 1 : 0, on -> {
            tree.setOn(on != 0);
            return true;
        });
        taken(at + "priority", () -> tree.identity().priority(), priority -> {
            tree.setPriority((int) priority & 0xFFFF);
            return true;
        });
        shown(at + "bridge_id", () -> tree.identity().toString());
        shown(at + "root_id", () -> tree.root().toString());
        shown(at + "root_path_cost", () -> String.valueOf(tree.rootPathCost()));
        shown(at + "root_port", () -> String.valueOf(tree.rootPort()));
        shown(at + "topology_change", () -> bit(tree.changes().areTold()));
        shown(at + "topology_change_detected", () -> bit(tree.changes().areDetected()));
        timer(at + "hello_timer", tree.hello());
        timer(at + "tcn_timer", tree.changes().notice());
        timer(at + "topology_change_timer", tree.changes().telling());
        shown(at + "gc_timer", () -> String.valueOf(bridge.untilCleaning() / HUNDREDTH));
        shown(at + "group_addr", () -> "01:80:c2:00:00:00");
    }

    private void add(String at, BridgePort port) {
        SpanningTree tree = port.bridge().tree();
        taken(at + "path_cost", port::pathCost, cost -> tree.setPathCost(port, bounded(cost)));
        taken(at + "priority", port::priority, priority -> tree.setPriority(port, bounded(priority)));
        shown(at + "port_id", () -> "0x" + Integer.toHexString(port.identifier()));
        shown(at + "port_no", () -> "0x" + Integer.toHexString(port.number()));
        shown(at + "state", () -> String.valueOf(port.state().ordinal()));
        shown(at + "designated_root", () -> port.designatedRoot().toString());
        shown(at + "designated_bridge", () -> port.designatedBridge().toString());
        shown(at + "designated_port", () -> String.valueOf(port.designatedPort()));
        shown(at + "designated_cost", () -> String.valueOf(port.designatedCost()));
        shown(at + "change_ack", () -> bit(port.acknowledges()));
        shown(at + "config_pending", () -> bit(port.configPending()));
        timer(at + "message_age_timer", port.messageAge());
        timer(at + "forward_delay_timer", port.forwardDelay());
        timer(at + "hold_timer", port.hold());
    }

    /** Too large for any setting as it is. */
    private static int bounded(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    private static String bit(boolean on) {
        return on ? "1" : "0";
    }

    private void shown(String path, Supplier<String> value) {
        files.put(path, new Shown(value::get));
    }

    private void timer(String path, KernelTimer timer) {
        shown(path, () -> String.valueOf(timer.remaining() / HUNDREDTH));
    }

    private void time(String path, Supplier<Long> nanos, LongPredicate set) {
        taken(path, () -> nanos.get() / HUNDREDTH, hundredths -> set.test(hundredths * HUNDREDTH));
    }

    private void taken(String path, Supplier<? extends Number> value, LongPredicate set) {
        taken(path, value, set, FileException.OUT_OF_RANGE);
    }

    private void taken(String path, Supplier<? extends Number> value, LongPredicate set, String refusal) {
        files.put(path, new Taken(value, set, refusal, mayChange));
    }

    /** What a file says, or why it can't be read now. */
    private interface Value {
        String get() throws FileException;
    }

    private record Shown(Value value) implements GeneratedFile {
        @Override
        public String read() throws FileException {
            return value.get() + "\n";
        }

        @Override
        public void write(String text) throws FileException {
            throw new FileException(FileException.PERMISSION_DENIED);
        }
    }

    /**
     * A number that can be set.
     *
     * @param set takes it; false where it is out of range
     * @param refusal what is said then
     */
    private record Taken(Supplier<? extends Number> value, LongPredicate set, String refusal, boolean mayChange)
            implements GeneratedFile {
        @Override
        public String read() {
            return value.get() + "\n";
        }

        @Override
        public void write(String text) throws FileException {
            if (!mayChange) {
                throw new FileException(FileException.NOT_PERMITTED);
            }
            long number;
            try {
                number = Long.decode(text.strip());
            } catch (NumberFormatException e) {
                throw new FileException(FileException.INVALID_ARGUMENT);
            }
            if (number < 0 || number > 0xFFFF_FFFFL) {
                throw new FileException(FileException.INVALID_ARGUMENT);
            }
            if (!set.test(number)) {
                throw new FileException(refusal);
            }
        }
    }
}
