package org.ringlab.netfilter.rules;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;

/**
 * {@code -m hashlimit} (net/netfilter/xt_hashlimit.c): a bucket for each address, port or pair of them.
 *
 * @param table {@code --hashlimit-name}; rules with the same name share their buckets
 * @param above whether packets above the limit pass, or up to it
 * @param settings how the buckets work
 */
public record HashLimitMatch(String table, boolean above, Settings settings) implements Match {
    /** Rates are kept as the time between two packets, in this fraction of a second. */
    public static final long SCALE = 1_000_000;

    /** Packets in a full bucket where nothing is said. */
    public static final int DEFAULT_BURST = 5;

    /** Milliseconds between two sweeps where nothing is said. */
    public static final long DEFAULT_SWEEP = 1000;

    /** How long a bucket of bytes is kept where nothing is said, in milliseconds. */
    public static final long DEFAULT_BYTE_EXPIRE = 15_000;

    /** What tells buckets apart. */
    public enum Field {
        /** Source address. */
        SRCIP,
        /** Source port. */
        SRCPORT,
        /** Destination address. */
        DSTIP,
        /** Destination port. */
        DSTPORT
    }

    /**
     * How buckets work.
     *
     * @param bytes whether bytes are counted, or packets
     * @param period packets: the time between two, in 1/1000000 s; bytes: 2<sup>32</sup> through chunks a second
     * @param burst packets a full bucket lets through at once; bytes: how often it may be refilled at once
     * @param mode what tells buckets apart
     * @param sourceMask bits of source addresses that count
     * @param destinationMask bits of destination addresses that count
     * @param size {@code --hashlimit-htable-size}, 0 where not given
     * @param most most buckets, 0 for any number
     * @param sweepMillis time between two sweeps
     * @param expireMillis how long an unused bucket is kept
     * @param byRate {@code --hashlimit-rate-match}
     * @param interval {@code --hashlimit-rate-interval}, seconds
     */
    public record Settings(
            boolean bytes,
            long period,
            long burst,
            Set<Field> mode,
            int sourceMask,
            int destinationMask,
            long size,
            long most,
            long sweepMillis,
            long expireMillis,
            boolean byRate,
            long interval) {}

    /** What the packets of a bucket have in common; what doesn't count is 0. */
    record Key(int source, int destination, int sourcePort, int destinationPort) {}

    @Override
    public boolean matches(PacketContext packet) {
        HashLimitTable buckets = packet.memories().hashLimit(table).orElse(null);
        if (buckets == null) {
            return false;
        }
        return buckets.bucket(key(packet), packet.nanos())
                .map(bucket -> bucket.pay(packet.packet().length()) != above)
                .orElse(false);
    }

    private Key key(PacketContext packet) {
        int sourcePort = 0;
        int destinationPort = 0;
        if (packet.packet().payload() instanceof TcpSegment tcp) {
            sourcePort = tcp.sourcePort();
            destinationPort = tcp.destinationPort();
        } else if (packet.packet().payload() instanceof UdpDatagram udp) {
            sourcePort = udp.sourcePort();
            destinationPort = udp.destinationPort();
        }
        return new Key(
                network(Field.SRCIP, packet.packet().source(), settings.sourceMask),
                network(Field.DSTIP, packet.packet().destination(), settings.destinationMask),
                settings.mode.contains(Field.SRCPORT) ? sourcePort : 0,
                settings.mode.contains(Field.DSTPORT) ? destinationPort : 0);
    }

    private int network(Field field, Ipv4Address address, int mask) {
        return settings.mode.contains(field) ? address.bits() & Ipv4Prefix.mask(mask) : 0;
    }

    @Override
    public boolean accepted(int ruleProtocol, Set<Hook> hooks) {
        return ProcName.possible(table)
                && settings.sourceMask <= 32
                && settings.destinationMask <= 32
                && settings.sweepMillis > 0
                && settings.expireMillis > 0
                && (settings.byRate || !settings.bytes || HashLimitBucket.byteCost(settings.period) != 0);
    }

    @Override
    public boolean inRange() {
        long full = HashLimitBucket.credits(settings.period * settings.burst);
        if (settings.byRate) {
            return settings.period > 0 && settings.period <= HashLimitBucket.U32;
        }
        return settings.bytes
                || settings.burst != 0 && Long.compareUnsigned(full, HashLimitBucket.credits(settings.period)) >= 0;
    }

    private String rate() {
        if (!settings.bytes) {
            return Rates.text(settings.period / settings.interval, SCALE);
        }
        return byteRate();
    }

    /** The biggest unit that stands for the same period. */
    private String byteRate() {
        long bytes = HashLimitBucket.bytesOf(settings.period);
        for (int shift = 20; shift > 0; shift -= 10) {
            // The real program's mask has 32 bits.
            long whole = bytes >>> shift << shift & HashLimitBucket.U32;
            if (bytes >>> shift > 0 && HashLimitBucket.periodOf(whole) == settings.period) {
                return (bytes >>> shift) + (shift == 20 ? "mb/s" : "kb/s");
            }
        }
        return bytes + "b/s";
    }

    private String burst(String before) {
        if (!settings.bytes) {
            return before + settings.burst;
        }
        long bytes = HashLimitBucket.bytesOf(settings.period) * settings.burst & 0xFFFF_FFFFL;
        if (bytes == 0) {
            return "";
        }
        return before
                + (bytes >>> 20 > 0 ? (bytes >>> 20) + "mb" : bytes >>> 10 > 0 ? (bytes >>> 10) + "kb" : bytes + "b");
    }

    private String modes(String between) {
        List<String> names = new ArrayList<>();
        settings.mode.forEach(field -> names.add(field.name().toLowerCase(Locale.ROOT)));
        return String.join(between, names);
    }

    /** How long buckets are kept where nothing is said: one of the unit that the rate is printed in. */
    private long usualExpire() {
        return settings.bytes
                ? DEFAULT_BYTE_EXPIRE
                : Rates.unit(settings.period / settings.interval, SCALE).seconds() * 1000;
    }

    private String details(String option) {
        return (settings.size == 0 ? "" : " " + option + "htable-size " + settings.size)
                + (settings.most == 0 ? "" : " " + option + "htable-max " + settings.most)
                + (settings.sweepMillis == DEFAULT_SWEEP
                        ? ""
                        : " " + option + "htable-gcinterval " + settings.sweepMillis)
                + (settings.expireMillis == usualExpire()
                        ? ""
                        : " " + option + "htable-expire " + settings.expireMillis)
                + (settings.sourceMask == 32 ? "" : " " + option + "srcmask " + settings.sourceMask)
                + (settings.destinationMask == 32 ? "" : " " + option + "dstmask " + settings.destinationMask)
                + (settings.byRate ? " " + option + "rate-match" : "")
                + (settings.byRate && settings.interval != 1
                        ? " " + option + "rate-interval " + settings.interval
                        : "");
    }

    @Override
    public String text() {
        return "-m hashlimit --hashlimit-" + (above ? "above " : "upto ") + rate()
                + burst(" --hashlimit-burst ")
                + (settings.mode.isEmpty() ? "" : " --hashlimit-mode " + modes(","))
                + " --hashlimit-name " + table
                + details("--hashlimit-");
    }

    @Override
    public String listing(boolean numeric) {
        String listed = settings.bytes ? byteRate() : Rates.text(settings.period, SCALE);
        return "limit: " + (above ? "above " : "up to ") + listed
                + burst(" burst ")
                + (settings.mode.isEmpty() ? "" : " mode " + modes("-"))
                + details("");
    }

    /** Whether {@link #bytePeriod} is there for bytes a second: the real program divides by zero where it isn't. */
    public static boolean hasBytePeriod(long bytesPerSecond) {
        return HashLimitBucket.hasPeriod(bytesPerSecond);
    }

    /** The period that bytes a second are kept as. */
    public static long bytePeriod(long bytesPerSecond) {
        return HashLimitBucket.periodOf(bytesPerSecond);
    }

    /** The bytes a second that a period stands for: a multiple of 16. */
    public static long bytesPerSecond(long period) {
        return HashLimitBucket.bytesOf(period);
    }

    /** No field. */
    public static Set<Field> noField() {
        return EnumSet.noneOf(Field.class);
    }
}
