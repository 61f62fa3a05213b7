package org.ringlab.proof;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.ringlab.common.SeededRandom;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.proof.bdd.Bdd;
import org.ringlab.proof.meaning.Field;
import org.ringlab.proof.meaning.SymbolicPacket;

/** Packets by chance out of a set, with values that rules are likely to name. */
final class Samples {
    private static final Map<Field, List<Long>> LIKELY = Map.of(
            Field.PROTOCOL, List.of(1L, 6L, 17L, 47L, 132L),
            Field.DESTINATION_PORT, List.of(22L, 53L, 80L, 443L, 1500L),
            Field.SOURCE_PORT, List.of(53L, 1024L, 40_000L),
            Field.TTL, List.of(1L, 2L, 64L, 255L),
            Field.LENGTH, List.of(40L, 60L, 84L, 1500L),
            Field.FLAGS, List.of(2L, 16L, 18L, 4L, 17L),
            Field.TYPE, List.of(8L, 0L, 3L, 11L),
            Field.TOS, List.of(0L, 16L, 8L));

    private final SeededRandom random;
    private final List<String> addresses;

    Samples(long seed, List<String> addresses) {
        random = new SeededRandom(seed);
        this.addresses = addresses;
    }

    /** The variables of one packet of {@code where}. */
    BitSet one(SymbolicPacket packet, int where) {
        Bdd bdd = packet.space().bdd();
        int left = where;
        for (Field field : Field.values()) {
            int wish = wish(packet, field);
            int kept = bdd.and(left, wish);
            left = kept == Bdd.FALSE ? left : kept;
        }
        return bdd.somewhere(left);
    }

    private int wish(SymbolicPacket packet, Field field) {
        if (field == Field.SOURCE || field == Field.DESTINATION) {
            String address = addresses.get(random.nextInt(addresses.size()));
            return packet.is(
                    field, Integer.toUnsignedLong(Ipv4Address.of(address).bits()));
        }
        List<Long> likely = LIKELY.get(field);
        long value = likely == null
                ? random.nextLong() & (1L << Math.min(field.width(), 3)) - 1
                : likely.get(random.nextInt(likely.size()));
        return packet.is(field, value);
    }
}
