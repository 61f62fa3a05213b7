package org.ringlab.netfilter.stack;

import java.util.Optional;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.conntrack.Conntrack;
import org.ringlab.netfilter.conntrack.Tuple;
import org.ringlab.netfilter.rules.ConnectionView;
import org.ringlab.netfilter.rules.CountedTuple;

/**
 * A tuple that {@code connlimit} counts, and where to look whether there is a connection of it.
 *
 * @param tuple the tuple
 * @param table the connections of its namespace
 * @param clock tells whose time is up
 */
record TupleInTable(Tuple tuple, Conntrack table, SimClock clock) implements CountedTuple {
    @Override
    public int zone() {
        return tuple.zone();
    }

    @Override
    public Optional<ConnectionView> inTable() {
        return table.find(tuple)
                .map(connection -> new TrackedView(connection, tuple.equals(connection.reply()), clock));
    }
}
