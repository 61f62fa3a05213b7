package org.ringlab.hypervisor;

/**
 * How a guest is run.
 *
 * @param costs prices
 * @param budget instructions at most, 1 or more
 * @param events how many events are kept
 * @param tagged whether hardware assistance tags translations (VPID, ASID), so that entering and leaving flushes nothing
 */
public record Settings(CostModel costs, long budget, int events, boolean tagged) {
    /** The default prices, 5 million instructions, 4,000 events. */
    public static final Settings DEFAULT = new Settings(CostModel.DEFAULT, 5_000_000, 4_000, true);

    /** The same with other prices. */
    public Settings withCosts(CostModel other) {
        return new Settings(other, budget, events, tagged);
    }

    /** The same with another budget. */
    public Settings withBudget(long instructions) {
        return new Settings(costs, instructions, events, tagged);
    }

    /** The same without tags. */
    public Settings untagged() {
        return new Settings(costs, budget, events, false);
    }
}
