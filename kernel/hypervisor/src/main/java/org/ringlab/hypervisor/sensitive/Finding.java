package org.ringlab.hypervisor.sensitive;

import java.util.List;

/**
 * What running one instruction alone in ring 0 and deprivileged in ring 1 showed.
 *
 * @param instruction its text
 * @param alone what came of it in ring 0 of its own machine: {@code executes}, or the exception
 * @param deprivileged the same in ring 1 under a monitor that only traps
 * @param verdict what that makes it
 * @param differences what the guest could tell, empty unless it is critical
 */
public record Finding(
        String instruction, String alone, String deprivileged, Verdict verdict, List<String> differences) {
    /** Kinds of instructions. */
    public enum Verdict {
        /** Does the same in both rings. */
        INNOCUOUS("innocuous"),
        /** Is refused in ring 1: a monitor gets control. */
        PRIVILEGED("traps"),
        /** Does something else in ring 1, and nobody is told: sensitive and not privileged. */
        CRITICAL("sensitive, does not trap");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        /** In words. */
        public String text() {
            return text;
        }
    }
}
