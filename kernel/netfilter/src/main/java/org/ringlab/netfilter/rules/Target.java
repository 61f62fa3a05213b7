package org.ringlab.netfilter.rules;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringlab.netfilter.packet.TcpSegment;

/** What a rule does with a packet that meets all its conditions. */
public sealed interface Target
        permits Target.Accept,
                Target.Drop,
                Target.Return,
                Target.None,
                Target.Jump,
                Target.Goto,
                Target.Reject,
                Target.Log,
                TraceTarget,
                SetTarget,
                QuietTarget,
                AlteringTarget,
                NatTarget,
                TrackingTarget {
    /** As in the first column of {@code iptables -L}: {@code ACCEPT}, a chain's name, or empty. */
    String name();

    /** Its part of a rule as {@code iptables-save} prints it; empty for no target. */
    default String text() {
        return "-j " + name();
    }

    /**
     * Its part of the last column of {@code iptables -L}; empty for most.
     *
     * @param numeric {@code -n}
     */
    default String listing(boolean numeric) {
        return "";
    }

    /** Whether the kernel begins to track connections when a rule with this target is added. */
    default boolean needsConntrack() {
        return false;
    }

    /**
     * Whether the kernel accepts it in a rule (the target module's {@code checkentry}).
     *
     * @param table the rule's table
     * @param ruleProtocol the number after the rule's {@code -p}; 0 where there is none or it is inverted
     * @param hooks from where packets can come to the rule
     */
    default boolean accepted(TableName table, int ruleProtocol, Set<Hook> hooks) {
        return true;
    }

    /** Whether the kernel accepts it beside the rule's matches. */
    default boolean accepted(Rule rule) {
        return true;
    }

    /** The chain it leads into; empty where it decides itself or does nothing. */
    default Optional<String> leadsTo() {
        return Optional.empty();
    }

    /** The same target after chain {@code from} was renamed {@code to}. */
    default Target renamed(String from, String to) {
        return this;
    }

    /** The packet goes on. */
    record Accept() implements Target {
        @Override
        public String name() {
            return "ACCEPT";
        }
    }

    /** The packet vanishes. */
    record Drop() implements Target {
        @Override
        public String name() {
            return "DROP";
        }
    }

    /** Back to the rule after the jump; the policy in a built-in chain. */
    record Return() implements Target {
        @Override
        public String name() {
            return "RETURN";
        }
    }

    /** No {@code -j}: the rule only counts. */
    record None() implements Target {
        @Override
        public String name() {
            return "";
        }

        @Override
        public String text() {
            return "";
        }
    }

    /** {@code -j CHAIN}: into a user chain, coming back at its end. */
    record Jump(String chain) implements Target {
        @Override
        public Optional<String> leadsTo() {
            return Optional.of(chain);
        }

        @Override
        public Target renamed(String from, String to) {
            return chain.equals(from) ? new Jump(to) : this;
        }

        @Override
        public String name() {
            return chain;
        }
    }

    /** {@code -g CHAIN}: into a user chain, coming back where the present chain would have. */
    record Goto(String chain) implements Target {
        @Override
        public Optional<String> leadsTo() {
            return Optional.of(chain);
        }

        @Override
        public Target renamed(String from, String to) {
            return chain.equals(from) ? new Goto(to) : this;
        }

        @Override
        public String name() {
            return chain;
        }

        @Override
        public String text() {
            return "-g " + chain;
        }
    }

    /** The packet vanishes and its sender is told. */
    record Reject(RejectWith with) implements Target {
        @Override
        public String name() {
            return "REJECT";
        }

        @Override
        public boolean accepted(TableName table, int ruleProtocol, Set<Hook> hooks) {
            return table == TableName.FILTER && (with != RejectWith.TCP_RESET || ruleProtocol == TcpSegment.PROTOCOL);
        }

        @Override
        public String text() {
            return "-j REJECT --reject-with " + with.text();
        }

        @Override
        public String listing(boolean numeric) {
            return "reject-with " + with.text();
        }
    }

    /**
     * A line in the kernel log; the packet goes on to the next rule.
     *
     * @param level 0 (emerg) to 7 (debug)
     * @param prefix what the line begins with, up to 29 bytes
     * @param tcpSequence {@code --log-tcp-sequence}
     * @param tcpOptions {@code --log-tcp-options}
     * @param ipOptions {@code --log-ip-options}
     * @param uid {@code --log-uid}
     * @param macDecode {@code --log-macdecode}
     */
    record Log(
            int level,
            String prefix,
            boolean tcpSequence,
            boolean tcpOptions,
            boolean ipOptions,
            boolean uid,
            boolean macDecode)
            implements Target {
        /** The level where none is given: warning. */
        public static final int DEFAULT_LEVEL = 4;

        /** A line with all that can be logged. */
        static Log everything(String prefix) {
            return new Log(DEFAULT_LEVEL, prefix, true, true, true, true, false);
        }

        private static final List<String> LEVELS =
                List.of("emerg", "alert", "crit", "err", "warn", "notice", "info", "debug");

        @Override
        public String name() {
            return "LOG";
        }

        private String flags(String before) {
            return (tcpSequence ? before + "tcp-sequence" : "")
                    + (tcpOptions ? before + "tcp-options" : "")
                    + (ipOptions ? before + "ip-options" : "")
                    + (uid ? before + "uid" : "")
                    + (macDecode ? before + "macdecode" : "");
        }

        @Override
        public String text() {
            return "-j LOG"
                    + (prefix.isEmpty() ? "" : " --log-prefix " + Texts.quoted(prefix))
                    + (level == DEFAULT_LEVEL ? "" : " --log-level " + level)
                    + flags(" --log-");
        }

        @Override
        public String listing(boolean numeric) {
            int bits = (tcpSequence ? 1 : 0)
                    | (tcpOptions ? 2 : 0)
                    | (ipOptions ? 4 : 0)
                    | (uid ? 8 : 0)
                    | (macDecode ? 32 : 0);
            String head =
                    numeric ? "LOG flags " + bits + " level " + level : "LOG level " + LEVELS.get(level) + flags(" ");
            return head + (prefix.isEmpty() ? "" : " prefix \"" + prefix + "\"");
        }
    }

    /** The one ACCEPT. */
    Target ACCEPT = new Accept();

    /** The one DROP. */
    Target DROP = new Drop();

    /** The one RETURN. */
    Target RETURN = new Return();

    /** The one absence of a target. */
    Target NONE = new None();
}
