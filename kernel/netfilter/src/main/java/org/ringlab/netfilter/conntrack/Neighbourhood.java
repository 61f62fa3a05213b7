package org.ringlab.netfilter.conntrack;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Which connections lie near each other in the kernel's hash table: among these it looks for one to throw away when the
 * table is full ({@code early_drop}, net/netfilter/nf_conntrack_core.c). A small table in a large hash is nearly empty,
 * so mostly there is none, and the new connection is dropped. The kernel's hash has a secret key, so that nobody can
 * foretell which one it will be; here it is the same in every run.
 */
final class Neighbourhood {
    /** {@code NF_CT_EVICTION_RANGE}. */
    private static final int RANGE = 8;

    private final int buckets;

    Neighbourhood(int buckets) {
        this.buckets = buckets;
    }

    /** What may go in favour of a connection with that tuple: the first of eight buckets in turn where there is something. */
    List<Connection> near(Tuple tuple, Collection<Connection> connections) {
        int start = bucket(tuple);
        List<Connection> found = new ArrayList<>();
        int distance = RANGE;
        for (Connection connection : connections) {
            if (connection.assured()) {
                continue;
            }
            // each lies in the table twice, by its question and by its answer
            int own = Math.min(
                    Math.floorMod(bucket(connection.original()) - start, buckets),
                    Math.floorMod(bucket(connection.reply()) - start, buckets));
            if (own < distance) {
                found.clear();
                distance = own;
            }
            if (own == distance && own < RANGE) {
                found.add(connection);
            }
        }
        return found;
    }

    private int bucket(Tuple tuple) {
        long mixed = (tuple.source().bits() * 0x9E37_79B9L + tuple.destination().bits()) * 0x85EB_CA6BL
                + ((long) tuple.sourceKey() << 32 ^ (long) tuple.destinationKey() << 8 ^ tuple.protocol())
                        * 0xC2B2_AE35L
                + tuple.zone();
        mixed = (mixed ^ mixed >>> 33) * 0xFF51_AFD7_ED55_8CCDL;
        mixed = (mixed ^ mixed >>> 33) * 0xC4CE_B9FE_1A85_EC53L;
        return (int) ((mixed >>> 32) * buckets >>> 32);
    }
}
