package org.ringlab.netfilter.iptables;

import java.util.List;
import org.ringlab.netfilter.iptables.Command.Verb;
import org.ringlab.netfilter.rules.Chain;
import org.ringlab.netfilter.rules.RuleSet;
import org.ringlab.netfilter.rules.Table;
import org.ringlab.netfilter.rules.TableName;
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
        CommandParser parser =
                new CommandParser(words, profile, rules.memories().sets(), false);
        StringBuilder out = new StringBuilder();
        try {
            Command command = parser.parse();
            if (command.answer().isPresent()) {
                return new IptablesResult(0, command.answer().get(), parser.warnings());
            }
            TableName name = TableName.parse(command.table()).orElse(null);
            if (name == null) {
                throw IptablesError.noTable(command.table());
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
        for (Verb verb : command.verbs()) {
            changed |= execute(table, verb, command, out);
        }
        return changed;
    }

    private static boolean execute(Table table, Verb verb, Command command, StringBuilder out) throws IptablesError {
        String name = command.chainName();
        switch (verb) {
            case APPEND -> RuleCommands.append(table, command, out);
            case INSERT -> RuleCommands.insert(table, command, out);
            case REPLACE -> RuleCommands.replace(table, command, out);
            case DELETE -> RuleCommands.delete(table, command, out);
            case CHECK -> {
                RuleCommands.check(table, command, out);
                return false;
            }
            case DELETE_NUM -> {
                Chain chain = chain(table, name);
                if (command.ruleNumber() > chain.rules().size()) {
                    throw IptablesError.kernel("Index of deletion too big.");
                }
                chain.rules().remove(command.ruleNumber() - 1);
            }
            case LIST -> {
                out.append(Listing.of(table, chains(table, command), command));
                return false;
            }
            case LIST_RULES -> {
                out.append(RuleList.of(chains(table, command), command));
                return false;
            }
            case FLUSH -> {
                say(table, command, "Flushing chain", out);
                chains(table, command).forEach(chain -> chain.rules().clear());
            }
            case ZERO -> {
                say(table, command, "Zeroing chain", out);
                for (Chain chain : chains(table, command)) {
                    chain.policyCounters().set(0, 0);
                    chain.rules().forEach(rule -> rule.counters().set(0, 0));
                }
            }
            case ZERO_NUM -> {
                Chain chain = chain(table, name);
                if (command.ruleNumber() > chain.rules().size()) {
                    throw IptablesError.kernel("Index of counter too big.");
                }
                chain.rules().get(command.ruleNumber() - 1).counters().set(0, 0);
            }
            case NEW_CHAIN -> {
                if (table.chain(name).isPresent()) {
                    throw IptablesError.kernel("Chain already exists.");
                }
                table.addChain(name);
            }
            case DELETE_CHAIN -> deleteChains(table, command, out);
            case RENAME_CHAIN -> {
                if (table.chain(command.newName()).isPresent()) {
                    throw IptablesError.kernel("File exists.");
                }
                if (chain(table, name).isBuiltIn()) {
                    throw IptablesError.noSuchChain();
                }
                table.renameChain(name, command.newName());
            }
            case POLICY -> {
                Chain chain = table.chain(name).filter(Chain::isBuiltIn).orElse(null);
                if (chain == null) {
                    throw IptablesError.kernel("Bad built-in chain name.");
                }
                chain.setPolicy(policy(command.policy()));
                command.counts().ifPresent(c -> chain.policyCounters().set(c.packets(), c.bytes()));
            }
        }
        return true;
    }

    /** The chains a command is about: the one it names, or all. */
    private static List<Chain> chains(Table table, Command command) throws IptablesError {
        return command.chain() == null ? table.chains() : List.of(chain(table, command.chainName()));
    }

    /** With {@code -v}: says what is done to each chain, before it is known whether the chain named exists. */
    private static void say(Table table, Command command, String what, StringBuilder out) {
        if (command.output().verbose()) {
            List<String> names = command.chain() == null
                    ? table.chains().stream().map(Chain::name).toList()
                    : List.of(command.chainName());
            names.forEach(name -> out.append(what).append(" `").append(name).append("'\n"));
        }
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

    private static void deleteChains(Table table, Command command, StringBuilder out) throws IptablesError {
        boolean verbose = command.output().verbose();
        List<String> doomed = command.chain() == null
                ? table.userChains().stream().map(Chain::name).toList()
                : List.of(command.chainName());
        if (verbose) {
            doomed.forEach(name -> out.append("Deleting chain `").append(name).append("'\n"));
        }
        for (String name : doomed) {
            Chain chain = chain(table, name);
            if (chain.isBuiltIn()) {
                throw IptablesError.invalidArgument();
            }
            if (table.references(name) > 0) {
                throw IptablesError.kernel("Too many links.");
            }
            if (!chain.rules().isEmpty()) {
                throw IptablesError.kernel("Directory not empty.");
            }
            table.removeChain(name);
        }
    }
}
