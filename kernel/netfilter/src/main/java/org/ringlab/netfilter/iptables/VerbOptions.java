package org.ringlab.netfilter.iptables;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.iptables.Command.Verb;

/** The options that say what to do: {@code -A -C -D -I -R -L -S -F -X -Z -N -E -P}. */
final class VerbOptions {
    private final TypedOptions typed;
    private final Set<Verb> verbs = EnumSet.noneOf(Verb.class);
    private @Nullable String chain;
    private int ruleNumber;
    private String newName = "";
    private String policy = "";

    VerbOptions(TypedOptions typed) {
        this.typed = typed;
    }

    List<Verb> verbs() {
        return List.copyOf(verbs);
    }

    /** The chain named; null for all. */
    @Nullable
    String chain() {
        return chain;
    }

    /** The rule numbered; 0 for none. */
    int ruleNumber() {
        return ruleNumber;
    }

    /** A chain's new name. */
    String newName() {
        return newName;
    }

    /** A chain's policy as typed. */
    String policy() {
        return policy;
    }

    /** Reads an option; whether it is one of these. */
    boolean read(char letter, @Nullable String maybe) throws IptablesError {
        String argument = maybe == null ? "" : maybe;
        switch (letter) {
            case 'A' -> verb(Verb.APPEND, argument);
            case 'C' -> verb(Verb.CHECK, argument);
            case 'D' -> {
                verb(Verb.DELETE, argument);
                numbered(Verb.DELETE, Verb.DELETE_NUM);
            }
            case 'I' -> {
                verb(Verb.INSERT, argument);
                ruleNumber = typed.words().hasArgument() ? typed.ruleNumber() : 1;
            }
            case 'R' -> {
                verb(Verb.REPLACE, argument);
                typed.needsWord("-R requires a rule number");
                ruleNumber = typed.ruleNumber();
            }
            case 'L' -> list(Verb.LIST, maybe);
            case 'S' -> list(Verb.LIST_RULES, maybe);
            case 'F' -> verb(Verb.FLUSH, looseChain(maybe));
            case 'X' -> verb(Verb.DELETE_CHAIN, looseChain(maybe));
            case 'Z' -> {
                verb(Verb.ZERO, looseChain(maybe));
                numbered(Verb.ZERO, Verb.ZERO_NUM);
            }
            case 'N' -> {
                newChain(argument);
                verb(Verb.NEW_CHAIN, argument);
            }
            case 'E' -> {
                verb(Verb.RENAME_CHAIN, argument);
                typed.needsWord("-E requires old-chain-name and new-chain-name");
                newName = typed.words().take();
            }
            case 'P' -> {
                verb(Verb.POLICY, argument);
                typed.needsWord("-P requires a chain and a policy");
                policy = typed.words().take();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void verb(Verb verb, @Nullable String named) throws IptablesError {
        if (typed.inverted()) {
            throw IptablesError.parameter("unexpected '!' flag");
        }
        for (Verb other : verbs) {
            boolean together = verb.lists() && other.letter() == 'Z' || verb.letter() == 'Z' && other.lists();
            if (!together) {
                throw IptablesError.parameter("Cannot use -" + verb.letter() + " with -" + other.letter());
            }
        }
        verbs.add(verb);
        if (named != null) {
            chain = named;
        }
    }

    private void list(Verb verb, @Nullable String attached) throws IptablesError {
        verb(verb, looseChain(attached));
        if (typed.words().hasArgument()) {
            ruleNumber = typed.ruleNumber();
        }
    }

    /** With a number the option is about one rule instead of the whole chain. */
    private void numbered(Verb whole, Verb one) throws IptablesError {
        if (typed.words().hasArgument()) {
            ruleNumber = typed.ruleNumber();
            verbs.remove(whole);
            verbs.add(one);
        }
    }

    private @Nullable String looseChain(@Nullable String attached) {
        return attached != null
                ? attached
                : typed.words().hasArgument() ? typed.words().take() : null;
    }

    private static void newChain(String name) throws IptablesError {
        if (name.startsWith("-") || name.startsWith("!")) {
            throw IptablesError.parameter("chain name not allowed to start with `" + name.charAt(0) + "'");
        }
        if (Extensions.isTargetName(name)) {
            throw IptablesError.parameter("chain name may not clash with target name");
        }
        if (RuleOptions.hasBlank(name)) {
            throw IptablesError.parameter("Invalid chain name `" + name + "'");
        }
    }
}
