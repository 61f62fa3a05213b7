package org.ringlab.proof;

import java.util.List;
import org.ringlab.netfilter.rules.Rule;

/** One change of one rule (or policy) of the filter table; rules are counted from 1. */
public sealed interface Edit {
    /** The chain it is made in. */
    String chain();

    /** The commands that make it. */
    List<String> commands();

    /** A rule is taken out. */
    record Delete(String chain, int number) implements Edit {
        @Override
        public List<String> commands() {
            return List.of("iptables -D " + chain + " " + number);
        }
    }

    /** A rule is put in, so that it has that number. */
    record Insert(String chain, int number, Rule rule) implements Edit {
        @Override
        public List<String> commands() {
            return List.of("iptables -I " + chain + " " + number + " " + rule.text());
        }
    }

    /** A rule is moved, so that it has the second number. */
    record Move(String chain, int from, int to, Rule rule) implements Edit {
        @Override
        public List<String> commands() {
            return List.of("iptables -D " + chain + " " + from, "iptables -I " + chain + " " + to + " " + rule.text());
        }
    }

    /** A rule is replaced: with another target, or one condition more, less, or other. */
    record Replace(String chain, int number, Rule rule) implements Edit {
        @Override
        public List<String> commands() {
            return List.of("iptables -R " + chain + " " + number + " " + rule.text());
        }
    }

    /** The policy becomes the other one. */
    record Policy(String chain, String policy) implements Edit {
        @Override
        public List<String> commands() {
            return List.of("iptables -P " + chain + " " + policy);
        }
    }
}
