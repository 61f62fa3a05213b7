package org.ringlab.netfilter.route;

/**
 * What becomes of a row for whose destination and metric there may be others: the verbs of {@code ip route} and their
 * flags of rtnetlink (ip/iproute.c, {@code do_iproute}).
 */
public enum Placing {
    /** There may be none (NLM_F_CREATE, NLM_F_EXCL). */
    ADD(true, true),
    /** Behind the others (NLM_F_CREATE, NLM_F_APPEND). */
    APPEND(true, false),
    /** Before the others (NLM_F_CREATE). */
    PREPEND(true, false),
    /** In place of the first one, where there is any (NLM_F_CREATE, NLM_F_REPLACE). */
    REPLACE(true, false),
    /** In place of the first one, which has to be there (NLM_F_REPLACE). */
    CHANGE(false, false),
    /** Nowhere: only tells whether there is any (NLM_F_EXCL). */
    TEST(false, true);

    private final boolean creates;
    private final boolean exclusive;

    Placing(boolean creates, boolean exclusive) {
        this.creates = creates;
        this.exclusive = exclusive;
    }

    /** Whether the row may come where there is no other. */
    boolean creates() {
        return creates;
    }

    /** Whether another one is in its way. */
    boolean isExclusive() {
        return exclusive;
    }

    /** Whether it takes another one's place. */
    boolean replaces() {
        return this == REPLACE || this == CHANGE;
    }
}
