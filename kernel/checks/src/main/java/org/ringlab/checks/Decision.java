package org.ringlab.checks;

/**
 * The rule or policy that decided about a packet.
 *
 * @param host whose rule set
 * @param table {@code filter}
 * @param chain {@code FORWARD}
 * @param number place of the rule in its chain, from 1; 0 for the chain's policy
 * @param rule as {@code iptables-save} prints it, without {@code -A CHAIN}; {@code -P CHAIN DROP}'s word for a policy
 */
public record Decision(String host, String table, String chain, int number, String rule) {
    /** Whether the chain's policy decided, not a rule. */
    public boolean isPolicy() {
        return number == 0;
    }
}
