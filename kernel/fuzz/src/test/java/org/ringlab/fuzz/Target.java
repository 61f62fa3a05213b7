package org.ringlab.fuzz;

/**
 * A parser under fire.
 *
 * @param name how reports call it
 * @param share how much of every hundred inputs it gets
 * @param trial one input: makes it, feeds it, checks what must hold
 */
record Target(String name, int share, Trial trial) {
    /** One input of a target. */
    interface Trial {
        /**
         * Makes an input of the scrambler's chance and feeds it; throws where something is wrong.
         *
         * @param fed is told the input before it is fed
         */
        void run(Scrambler scrambler, Fed fed);
    }

    /** Keeps the input, for the report. */
    interface Fed {
        void input(String text);
    }
}
