package org.ringlab.netfilter.iptables;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.iptables.Command.Verb;
import org.ringlab.netfilter.rules.Chain;
import org.ringlab.netfilter.rules.Counters;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.Rule;
import org.ringlab.netfilter.rules.RuleSet;
import org.ringlab.netfilter.rules.Table;
import org.ringlab.netfilter.rules.TableName;
import org.ringlab.netfilter.rules.Target;
import org.ringlab.netfilter.rules.Verdict;

/** The command {@code iptables} on one network namespace. */
public final class Iptables {
    private final RuleSet rules;
    private final Profile profile;

    /** The command for these rules, with these texts. */
    public Iptables(RuleSet rules, Profile profile) {
        this.rules = rules;
        this.profile = profile;
    }

    /**
     * Runs {@code iptables WORDS}.
     *
     * @param words the words after the program's name, quotes already taken away
     */
    public IptablesResult run(List<String> words) {
        CommandParser parser = new CommandParser(words, profile, false);
        StringBuilder out = new StringBuilder();
        try {
            Command command = parser.parse();
            if (command.answer != null) {
                return new IptablesResult(0, command.answer, parser.warnings());
            }
            TableName name = TableName.parse(command.table).orElse(null);
            if (name == null) {
                throw IptablesError.noTable(command.table);
            }
            Table edited = rules.touch(name).fresh();
            if (execute(edited, command, out)) {
                KernelChecks.check(edited);
                edited.forgetPolicyCounters();
                rules.replace(edited);
            }
            return new IptablesResult(0, out.toString(), parser.warnings());
        } catch (IptablesError error) {
            return new IptablesResult(
                    error.status(), out.toString(), parser.warnings() + error.render("iptables", profile, 0));
        }
    }

    /** Carries a command out on a table that is not yet in place; whether anything changed. */
    static boolean execute(Table table, Command command, StringBuilder out) throws IptablesError {
        boolean changed = false;
        for (Verb verb : command.verbs) {
            changed |= execute(table, verb, command, out);
        }
        return changed;
    }

    private static boolean execute(Table table, Verb verb, Command command, StringBuilder out) throws IptablesError {
        String name = command.chain == null ? "" : command.chain;
        switch (verb) {
            case APPEND, INSERT, REPLACE, DELETE, CHECK -> {
                return RuleCommands.execute(table, verb, command, out);
            }
            case DELETE_NUM -> {
                Chain chain = chain(table, name);
                if (command.ruleNumber > chain.rules().size()) {
                    throw IptablesError.kernel("Index of deletion too big.");
                }
                chain.rules().remove(command.ruleNumber - 1);
            }
            case LIST, LIST_RULES -> {
                List<Chain> chains = command.chain == null ? table.chains() : List.of(chain(table, name));
                out.append(verb == Verb.LIST ? Listing.of(table, chains, command) : listRules(chains, command));
                return false;
            }
            case FLUSH -> {
                for (Chain chain : command.chain == null ? table.chains() : List.of(chain(table, name))) {
                    chain.rules().clear();
                }
            }
            case ZERO -> {
                for (Chain chain : command.chain == null ? table.chains() : List.of(chain(table, name))) {
                    chain.policyCounters().set(0, 0);
                    chain.rules().forEach(rule -> rule.counters().set(0, 0));
                }
            }
            case ZERO_NUM -> {
                Chain chain = chain(table, name);
                if (command.ruleNumber > chain.rules().size()) {
                    throw IptablesError.kernel("Index of counter too big.");
                }
                chain.rules().get(command.ruleNumber - 1).counters().set(0, 0);
            }
            case NEW_CHAIN -> {
                if (table.chain(name).isPresent()) {
                    throw IptablesError.kernel("Chain already exists.");
                }
                table.addChain(name);
            }
            case DELETE_CHAIN -> deleteChains(table, command.chain);
            case RENAME_CHAIN -> {
                if (table.chain(command.newName).isPresent()) {
                    throw IptablesError.kernel("File exists.");
                }
                if (chain(table, name).isBuiltIn()) {
                    throw IptablesError.noSuchChain();
                }
                table.renameChain(name, command.newName);
            }
            case POLICY -> {
                Chain chain = table.chain(name).filter(Chain::isBuiltIn).orElse(null);
                if (chain == null) {
                    throw IptablesError.kernel("Bad built-in chain name.");
                }
                chain.setPolicy(policy(command.policy));
                if (command.countersGiven) {
                    chain.policyCounters().set(command.packets, command.bytes);
                }
            }
        }
        return true;
    }

    /** ACCEPT or DROP. */
    static Verdict policy(String word) throws IptablesError {
        return switch (word) {
            case "ACCEPT" -> Verdict.ACCEPT;
            case "DROP" -> Verdict.DROP;
            default -> throw IptablesError.kernel("Bad policy name. Run `dmesg' for more information.");
        };
    }

    static Chain chain(Table table, String name) throws IptablesError {
        return table.chain(name).orElseThrow(IptablesError::noSuchChain);
    }

    private static void deleteChains(Table table, @Nullable String name) throws IptablesError {
        List<Chain> doomed = name == null ? List.copyOf(table.userChains()) : List.of(chain(table, name));
        for (Chain chain : doomed) {
            if (chain.isBuiltIn()) {
                throw IptablesError.invalidArgument();
            }
            if (table.references(chain.name()) > 0) {
                throw IptablesError.kernel("Too many links.");
            }
            if (!chain.rules().isEmpty()) {
                throw IptablesError.kernel("Directory not empty.");
            }
            table.removeChain(chain.name());
        }
    }

    private static String listRules(List<Chain> chains, Command command) {
        StringBuilder s = new StringBuilder();
        for (Chain chain : chains) {
            if (command.ruleNumber == 0) {
                s.append(chain.isBuiltIn() ? "-P " + chain.name() + " " + chain.policyText() : "-N " + chain.name());
                if (command.verbose > 0 && chain.isBuiltIn()) {
                    s.append(counters(chain.policyCounters()));
                }
                s.append('\n');
            }
        }
        for (Chain chain : chains) {
            for (int i = 0; i < chain.rules().size(); i++) {
                if (command.ruleNumber == 0 || command.ruleNumber == i + 1) {
                    Rule rule = chain.rules().get(i);
                    String target = rule.target().text();
                    String text = SaveText.rule(chain, rule);
                    // With -v the counters stand before the target.
                    s.append(
                            command.verbose == 0
                                    ? text
                                    : text.substring(0, text.length() - target.length())
                                                    .stripTrailing()
                                            + counters(rule.counters())
                                            + (target.isEmpty() ? "" : " " + target));
                    s.append('\n');
                }
            }
        }
        return s.toString();
    }

    private static String counters(Counters counters) {
        return " -c " + Long.toUnsignedString(counters.packets()) + " " + Long.toUnsignedString(counters.bytes());
    }

    /** The target a command asks for, in a table whose chains it may name. */
    static Target target(Table table, Command command) throws IptablesError {
        String name = command.jumpTo;
        boolean isChain = table.chain(name).isPresent();
        if (command.isGoto) {
            if (!isChain) {
                throw IptablesError.parameter("goto '" + name + "' is not a chain");
            }
            return new Target.Goto(name);
        }
        if (command.target != null && !isChain) {
            return command.target;
        }
        return switch (name) {
            case "" -> Target.NONE;
            case "ACCEPT" -> Target.ACCEPT;
            case "DROP" -> Target.DROP;
            case "RETURN" -> Target.RETURN;
            default -> {
                if (!isChain) {
                    throw IptablesError.parameter("Couldn't load target `" + name + "':No such file or directory\n");
                }
                if (table.chain(name).orElseThrow().isBuiltIn()) {
                    throw IptablesError.invalidArgument();
                }
                yield new Target.Jump(name);
            }
        };
    }

    /** A rule of these matches with the command's counters. */
    static Rule rule(List<Match> matches, Target target, Command command) {
        return new Rule(matches, target, new Counters(command.packets, command.bytes));
    }
}
