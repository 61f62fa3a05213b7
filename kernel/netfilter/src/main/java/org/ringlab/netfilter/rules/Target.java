package org.ringlab.netfilter.rules;

import java.util.Optional;

/** What a rule does with a packet that meets all its conditions. */
public sealed interface Target
        permits Target.Accept, Target.Drop, Target.Return, Target.None, Target.Jump, Target.Goto, Target.Reject {
    /** As in the first column of {@code iptables -L}: {@code ACCEPT}, a chain's name, or empty. */
    String name();

    /** Its part of a rule as {@code iptables-save} prints it; empty for no target. */
    default String text() {
        return "-j " + name();
    }

    /** Its part of the last column of {@code iptables -L}; empty for most. */
    default String listing() {
        return "";
    }

    /** Whether the kernel begins to track connections when a rule with this target is added. */
    default boolean needsConntrack() {
        return false;
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

        @Override
        public String listing() {
            return "[goto] ";
        }
    }

    /** The packet vanishes and its sender is told. */
    record Reject(RejectWith with) implements Target {
        @Override
        public String name() {
            return "REJECT";
        }

        @Override
        public String text() {
            return "-j REJECT --reject-with " + with.text();
        }

        @Override
        public String listing() {
            return "reject-with " + with.text();
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
