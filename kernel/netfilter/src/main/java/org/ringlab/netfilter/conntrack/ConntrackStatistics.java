package org.ringlab.netfilter.conntrack;

/** What {@code conntrack -S} counts. */
public final class ConntrackStatistics {
    private long invalid;
    private long insertFailed;
    private long dropped;
    private long droppedEarly;

    ConntrackStatistics() {}

    /** Packets that belong to no connection and can't begin one. */
    public long invalid() {
        return invalid;
    }

    /** Connections whose tuples another one had meanwhile. */
    public long insertFailed() {
        return insertFailed;
    }

    /** Packets dropped because of that, or because the table was full. */
    public long dropped() {
        return dropped;
    }

    /** Connections thrown away to make room for others. */
    public long droppedEarly() {
        return droppedEarly;
    }

    void countEarlyDrops(int connections) {
        droppedEarly += connections;
    }

    void countInvalid() {
        invalid++;
    }

    void countInsertFailed() {
        insertFailed++;
        dropped++;
    }

    void countFull() {
        dropped++;
    }
}
