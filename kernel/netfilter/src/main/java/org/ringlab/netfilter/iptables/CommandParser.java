package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.ipset.IpSets;
import org.ringlab.netfilter.iptables.Command.Verb;
import org.ringlab.netfilter.rules.Match;

/** Reads the words of one iptables command in the order and with the texts of iptables/xshared.c, {@code do_parse}. */
final class CommandParser {
    private static final int LONGEST_CHAIN_NAME = 28;
    /** The options that verbs can forbid, in the order in which they are complained of. */
    private static final String FORBIDDABLE = "nsdpjvxio0cf";

    private final boolean restoring;
    private final GetOpt words;
    private final TypedOptions typed;
    private final VerbOptions verbs;
    private final RuleOptions rule;
    private final OutputOptions output;
    private Optional<String> table = Optional.empty();

    CommandParser(List<String> argv, Profile profile, IpSets sets, boolean restoring) {
        this.restoring = restoring;
        words = new GetOpt(argv);
        typed = new TypedOptions(words);
        verbs = new VerbOptions(typed);
        rule = new RuleOptions(typed, profile, sets);
        output = new OutputOptions(typed, profile, restoring);
    }

    /** Complaints that stop nothing. */
    String warnings() {
        return rule.warnings();
    }

    /** Reads all words. */
    Command parse() throws IptablesError {
        for (GetOpt.Item item = words.next(); item != null; item = words.next()) {
            read(item);
            if (output.answer().isPresent()) {
                return command(List.of(), new Command.Jump("", false, Optional.empty()));
            }
        }
        return finish();
    }

    private void read(GetOpt.Item item) throws IptablesError {
        String argument = item.argument() == null ? "" : item.argument();
        switch (item.kind()) {
            case WORD -> {
                if (!argument.equals("!")) {
                    throw IptablesError.bare("Bad argument `" + argument + "'");
                }
                typed.invert();
            }
            case MISSING_ARGUMENT -> throw IptablesError.parameter("option \"" + argument + "\" requires an argument");
            case UNKNOWN -> {
                if (!rule.loadProtocolMatch()) {
                    throw IptablesError.parameter("unknown option \"" + argument + "\"");
                }
                words.again();
            }
            case OPTION -> {
                if (item.letter() == 0) {
                    rule.extensionOption(item.name(), argument);
                } else {
                    option(item.letter(), item.argument());
                }
                typed.settle();
            }
        }
    }

    private void option(char letter, @Nullable String argument) throws IptablesError {
        if (letter == 't') {
            table(argument == null ? "" : argument);
        } else if (!verbs.read(letter, argument) && !rule.read(letter, argument)) {
            output.read(letter, argument);
        }
    }

    private void table(String name) throws IptablesError {
        if (typed.inverted()) {
            throw IptablesError.parameter("unexpected ! flag before --table");
        }
        if (restoring && table.isPresent()) {
            throw IptablesError.parameter("The -t option cannot be used in iptables-restore.\n");
        }
        table = Optional.of(name);
    }

    private Command finish() throws IptablesError {
        if (table.equals(Optional.of("nat"))
                && (verbs.policy().equals("DROP") || rule.jumpWord().equals("DROP"))) {
            throw IptablesError.parameter("\nThe \"nat\" table is not intended for filtering, "
                    + "the use of DROP is therefore inhibited.\n\n");
        }
        List<Match> modules = rule.modules();
        Command.Jump jump = rule.jump();
        if (words.hasMore()) {
            throw IptablesError.parameter("unknown arguments found on commandline");
        }
        if (verbs.verbs().isEmpty()) {
            throw IptablesError.parameter("no command specified");
        }
        if (typed.inverted()) {
            throw IptablesError.parameter("nothing appropriate following !");
        }
        boolean aboutRule = verbs.verbs().stream().anyMatch(Verb::describesRule);
        List<List<Match>> rules = aboutRule ? rule.rules(modules) : List.of();
        checkOptions();
        Command command = command(rules, jump);
        String chain = command.chainName();
        if (chain.length() > LONGEST_CHAIN_NAME) {
            throw IptablesError.parameter(
                    "chain name `" + chain + "' too long (must be under " + (LONGEST_CHAIN_NAME + 1) + " chars)");
        }
        if (aboutRule) {
            checkInterfaces(chain);
        }
        return command;
    }

    private Command command(List<List<Match>> rules, Command.Jump jump) {
        return new Command(
                verbs.verbs(),
                table.orElse("filter"),
                verbs.chain(),
                verbs.ruleNumber(),
                verbs.newName(),
                verbs.policy(),
                rules,
                jump,
                output.output(),
                output.counts(),
                output.answer());
    }

    private void checkOptions() throws IptablesError {
        for (int i = 0; i < FORBIDDABLE.length(); i++) {
            char letter = FORBIDDABLE.charAt(i);
            if (typed.has(letter) && verbs.verbs().stream().allMatch(verb -> verb.forbids(letter))) {
                throw IptablesError.parameter("Illegal option `-" + letter + "' with this command");
            }
        }
    }

    private void checkInterfaces(String chain) throws IptablesError {
        if (typed.has('o') && (chain.equals("PREROUTING") || chain.equals("INPUT"))) {
            throw IptablesError.parameter("Can't use -o with " + chain + "\n");
        }
        if (typed.has('i') && (chain.equals("POSTROUTING") || chain.equals("OUTPUT"))) {
            throw IptablesError.parameter("Can't use -i with " + chain + "\n");
        }
    }
}
