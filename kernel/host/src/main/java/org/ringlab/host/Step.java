package org.ringlab.host;

import java.util.List;

/** One entry of a lab's {@code probes}. */
public sealed interface Step permits ProbeSpec, Step.Run, Step.Wait {
    /** Its number in the lab, from 1; every step counts. */
    int id();

    /** A remark for readers; empty where none. */
    String note();

    /**
     * Commands in mid-lab.
     *
     * @param id its number
     * @param host where, {@code host} or {@code host/namespace}
     * @param commands shell lines, run in order whatever each returns
     * @param output whether what they print belongs to the outcome
     * @param note a remark
     */
    record Run(int id, String host, List<String> commands, boolean output, String note) implements Step {}

    /**
     * Time passes.
     *
     * @param id its number
     * @param millis 1 to 5000
     * @param note a remark
     */
    record Wait(int id, int millis, String note) implements Step {}
}
