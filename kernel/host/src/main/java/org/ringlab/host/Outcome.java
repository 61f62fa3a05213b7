package org.ringlab.host;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that a run of a lab shows, in the words of {@code docs/lab-format.md}.
 *
 * @param name the lab's name
 * @param engine what ran it
 * @param steps probes and runs in order
 * @param hosts the state of each host afterwards, in order
 * @param setupErrors the commands that failed, in order
 * @param log the LOG lines of the whole lab, without what differs from run to run; empty where no rule logs
 */
public record Outcome(
        String name,
        String engine,
        List<StepOutcome> steps,
        Map<String, HostState> hosts,
        List<FailedCommand> setupErrors,
        Optional<List<String>> log) {
    /**
     * A host afterwards.
     *
     * @param connections its tracked connections, sorted; null where it tracks none
     * @param tables its iptables tables in use, by name, each with its chains by name
     */
    public record HostState(@Nullable List<Connection> connections, Map<String, Map<String, ChainState>> tables) {}

    /**
     * A chain.
     *
     * @param policy {@code ACCEPT} or {@code DROP}; null for a user chain
     * @param rules in order
     * @param packets what the policy decided about
     * @param bytes their bytes
     */
    public record ChainState(@Nullable String policy, List<RuleState> rules, long packets, long bytes) {}

    /**
     * A rule.
     *
     * @param text as {@code iptables-save} prints it, without {@code -A CHAIN}
     * @param packets what matched
     * @param bytes their bytes
     */
    public record RuleState(String text, long packets, long bytes) {}

    /**
     * A tracked connection.
     *
     * @param protocol {@code tcp}, {@code udp}, {@code icmp} or a number
     * @param state TCP's state; empty for others
     * @param original {@code source>destination} of the first packet
     * @param reply the same of the answers
     * @param flags {@code UNREPLIED}, {@code ASSURED}
     * @param mark its mark
     */
    public record Connection(
            String protocol, String state, String original, String reply, List<String> flags, int mark) {}

    /**
     * A command that failed.
     *
     * @param where {@code setup} or {@code probe N}
     * @param host on which host
     * @param command as written
     * @param status its exit status
     * @param stderr the first line it printed to standard error
     */
    public record FailedCommand(String where, String host, String command, int status, String stderr) {}
}
