package org.ringlab.hypervisor;

/**
 * What things cost, in cycles of the processor. The defaults are of the order that was published for processors of their
 * time; what matters are their ratios, and anybody may change them.
 *
 * @param direct an instruction that the processor executes itself
 * @param interpreted fetching, decoding and interpreting one by software
 * @param trap crossing into the monitor's ring and back, with registers saved
 * @param emulated decoding and carrying out one instruction for the guest
 * @param exit leaving non-root mode and entering it again
 * @param hypercall dispatching a request, besides the trap or exit it takes
 * @param injected building the guest's interrupt frame, or the entry that delivers it
 * @param callout translated code calling the monitor, besides the trap it takes
 * @param translated decoding and translating one guest instruction, once
 * @param chained patching a jump, once
 * @param shadowFill filling one shadow entry, besides the trap and the walk
 * @param tlbFlush dropping all translations: the misses that follow
 * @param walkReference one reference to a page table
 * @param device the work of a device model for one access
 */
public record CostModel(
        int direct,
        int interpreted,
        int trap,
        int emulated,
        int exit,
        int hypercall,
        int injected,
        int callout,
        int translated,
        int chained,
        int shadowFill,
        int tlbFlush,
        int walkReference,
        int device) {
    /** The defaults. */
    public static final CostModel DEFAULT =
            new CostModel(1, 40, 400, 250, 1200, 100, 300, 60, 200, 50, 300, 200, 4, 500);

    /** Cycles of one count. */
    public long price(Counter counter) {
        return switch (counter) {
            case DIRECT -> direct;
            case INTERPRETED -> interpreted;
            case TRAPS -> trap;
            case EMULATED -> emulated;
            case EXITS -> exit;
            case HYPERCALLS -> hypercall;
            case INJECTED -> injected;
            case CALLOUTS -> callout;
            case BLOCKS -> 0;
            case TRANSLATED -> translated;
            case CHAINED -> chained;
            case SHADOW_FILLS -> shadowFill;
            case TLB_FLUSHES -> tlbFlush;
            case WALK_REFERENCES -> walkReference;
            case DEVICE -> device;
        };
    }

    /** Cycles of a whole run. */
    public long cycles(Counters counters) {
        long sum = 0;
        for (Counter counter : Counter.values()) {
            sum += counters.get(counter) * price(counter);
        }
        return sum;
    }

    /** The same with another exit: what a newer or older processor would make of it. */
    public CostModel withExit(int cycles) {
        return new CostModel(
                direct,
                interpreted,
                trap,
                emulated,
                cycles,
                hypercall,
                injected,
                callout,
                translated,
                chained,
                shadowFill,
                tlbFlush,
                walkReference,
                device);
    }

    /** The same with another trap. */
    public CostModel withTrap(int cycles) {
        return new CostModel(
                direct,
                interpreted,
                cycles,
                emulated,
                exit,
                hypercall,
                injected,
                callout,
                translated,
                chained,
                shadowFill,
                tlbFlush,
                walkReference,
                device);
    }

    /** The same with another interpreter. */
    public CostModel withInterpreted(int cycles) {
        return new CostModel(
                direct,
                cycles,
                trap,
                emulated,
                exit,
                hypercall,
                injected,
                callout,
                translated,
                chained,
                shadowFill,
                tlbFlush,
                walkReference,
                device);
    }
}
