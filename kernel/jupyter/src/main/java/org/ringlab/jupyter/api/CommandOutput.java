package org.ringlab.jupyter.api;

/**
 * What a command on a simulated host answered.
 *
 * @param status its exit status: 0 is success
 * @param stdout its standard output
 * @param stderr its standard error
 */
public record CommandOutput(int status, String stdout, String stderr) {
    /** Both outputs, as a terminal would show them. */
    @Override
    public String toString() {
        return stdout + stderr;
    }
}
