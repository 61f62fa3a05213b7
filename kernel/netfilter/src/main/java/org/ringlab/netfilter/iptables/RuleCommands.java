package org.ringlab.netfilter.iptables;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.netfilter.rules.Chain;
import org.ringlab.netfilter.rules.Counters;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.Rule;
import org.ringlab.netfilter.rules.Table;
import org.ringlab.netfilter.rules.Target;

/** The commands that name a rule by its words: {@code -A -I -R -D -C}. With {@code -v} they print it first. */
final class RuleCommands {
    private RuleCommands() {}

    static void append(Table table, Command command, StringBuilder out) throws IptablesError {
        List<Rule> typed = typed(table, command, out);
        chain(table, command).addAll(typed);
    }

    static void insert(Table table, Command command, StringBuilder out) throws IptablesError {
        List<Rule> typed = typed(table, command, out);
        List<Rule> rules = chain(table, command);
        for (Rule rule : typed) {
            if (command.ruleNumber() - 1 > rules.size()) {
                throw IptablesError.kernel("Index of insertion too big.");
            }
            rules.add(command.ruleNumber() - 1, rule);
        }
    }

    static void replace(Table table, Command command, StringBuilder out) throws IptablesError {
        if (command.rules().size() > 1) {
            throw IptablesError.parameter("Replacement rule does not specify a unique address");
        }
        Rule typed = typed(table, command, out).getFirst();
        List<Rule> rules = chain(table, command);
        if (command.ruleNumber() > rules.size()) {
            throw IptablesError.kernel("Index of replacement too big.");
        }
        rules.set(command.ruleNumber() - 1, typed);
    }

    static void delete(Table table, Command command, StringBuilder out) throws IptablesError {
        List<Rule> typed = typed(table, command, out);
        List<Rule> rules = chain(table, command);
        for (Rule rule : typed) {
            rules.remove(indexOf(rules, rule));
        }
    }

    static void check(Table table, Command command, StringBuilder out) throws IptablesError {
        List<Rule> typed = typed(table, command, out);
        List<Rule> rules = chain(table, command);
        for (Rule rule : typed) {
            indexOf(rules, rule);
        }
    }

    private static List<Rule> chain(Table table, Command command) throws IptablesError {
        // A jump to a built-in chain is found out only here, after the rule was printed.
        boolean toBuiltIn = !command.jump().isGoto()
                && table.chain(command.jump().word()).filter(Chain::isBuiltIn).isPresent();
        if (toBuiltIn) {
            throw IptablesError.invalidArgument();
        }
        return Iptables.chain(table, command.chainName()).rules();
    }

    /** The rules of the command, printed where it asks for that, be there a chain for them or not. */
    private static List<Rule> typed(Table table, Command command, StringBuilder out) throws IptablesError {
        Target target = target(table, command.jump());
        List<Rule> typed = new ArrayList<>();
        for (List<Match> matches : command.rules()) {
            Counters counters = command.counts()
                    .map(c -> new Counters(c.packets(), c.bytes()))
                    .orElseGet(() -> new Counters(0, 0));
            Rule rule = new Rule(matches, target, counters);
            typed.add(rule);
            out.append(command.output().verbose() ? Listing.oneLine(rule) : "");
        }
        return typed;
    }

    private static Target target(Table table, Command.Jump jump) throws IptablesError {
        String name = jump.word();
        boolean isChain = table.chain(name).isPresent();
        if (jump.isGoto()) {
            if (!isChain) {
                throw IptablesError.parameter("goto '" + name + "' is not a chain");
            }
            return new Target.Goto(name);
        }
        if (jump.target().isPresent() && !isChain) {
            return jump.target().get();
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
                yield new Target.Jump(name);
            }
        };
    }

    private static int indexOf(List<Rule> rules, Rule wanted) throws IptablesError {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).sameAs(wanted)) {
                return i;
            }
        }
        throw IptablesError.kernel("Bad rule (does a matching rule exist in that chain?).");
    }
}
