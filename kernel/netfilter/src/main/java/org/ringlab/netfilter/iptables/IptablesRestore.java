package org.ringlab.netfilter.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.rules.Chain;
import org.ringlab.netfilter.rules.RuleSet;
import org.ringlab.netfilter.rules.Table;
import org.ringlab.netfilter.rules.TableName;

/** The command {@code iptables-restore}: each table is put in place at its COMMIT, or not at all. */
public final class IptablesRestore {
    private static final String PROGRAM = RestoreOptions.PROGRAM;
    private static final int LONGEST_CHAIN_NAME = 28;

    private final RuleSet rules;
    private final Profile profile;
    private final RestoreOptions options;
    private final StringBuilder out = new StringBuilder();
    private @Nullable Table table;
    private boolean skipping;
    private String warnings = "";

    private IptablesRestore(RuleSet rules, RestoreOptions options, Profile profile) {
        this.rules = rules;
        this.profile = profile;
        this.options = options;
    }

    /** The file that {@code iptables-restore WORDS} reads; empty for its standard input, and where the words are wrong. */
    public static Optional<String> file(List<String> words) {
        RestoreOptions options = RestoreOptions.read(words, Profile.RECORDED);
        return options.end().isPresent() ? Optional.empty() : options.file();
    }

    /**
     * Runs {@code iptables-restore WORDS}.
     *
     * @param words all its words
     * @param input what its file or its standard input holds
     */
    public static IptablesResult run(RuleSet rules, List<String> words, String input, Profile profile) {
        RestoreOptions options = RestoreOptions.read(words, profile);
        return options.end().orElseGet(() -> new IptablesRestore(rules, options, profile).read(input));
    }

    private IptablesResult read(String input) {
        // As fgets reads: a carriage return ends no line.
        List<String> lines = new ArrayList<>(List.of(input.split("\n", -1)));
        if (lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        int number = 0;
        try {
            for (String line : lines) {
                number++;
                // The real program knows COMMIT only with the end of its line.
                line(line, number, number < lines.size() || input.endsWith("\n"));
            }
        } catch (IptablesError error) {
            return result(error.status(), error.render(PROGRAM, profile, number));
        }
        return table == null ? result(0, "") : result(1, PROGRAM + ": COMMIT expected at line " + (number + 1) + "\n");
    }

    private IptablesResult result(int status, String complaint) {
        return new IptablesResult(status, out.toString(), options.notes() + warnings + complaint);
    }

    private void line(String line, int number, boolean ended) throws IptablesError {
        if (line.isEmpty()) {
            return;
        }
        if (line.startsWith("#")) {
            out.append(options.verbose() ? line + "\n" : "");
        } else if (table == null) {
            outside(line, number);
        } else if (line.equals("COMMIT") && ended) {
            if (!options.testOnly()) {
                KernelChecks.check(table);
                rules.replace(table);
            }
            table = null;
        } else if (line.startsWith(":")) {
            chain(table, words(line.substring(1)), number);
        } else {
            rule(table, line, number);
        }
    }

    private static List<String> words(String text) {
        return Stream.of(text.split("[ \t]+")).filter(word -> !word.isEmpty()).toList();
    }

    private void outside(String line, int number) throws IptablesError {
        if (line.startsWith("*")) {
            List<String> words = words(line.substring(1));
            if (words.isEmpty()) {
                throw atLine(number, "table name invalid");
            }
            begin(words.getFirst());
        } else if (!skipping) {
            throw IptablesError.kernel("");
        }
    }

    private static IptablesError atLine(int number, String what) {
        return IptablesError.parameter(PROGRAM + ": line " + number + " " + what);
    }

    private void begin(String name) throws IptablesError {
        skipping = options.onlyTable().filter(only -> !only.equals(name)).isPresent();
        if (skipping) {
            return;
        }
        TableName known = TableName.parse(name).orElse(null);
        if (known == null) {
            throw IptablesError.parameter(PROGRAM + ": unable to initialize table '" + name + "'");
        }
        Table old = rules.table(known).orElseGet(() -> new Table(known));
        table = options.keep() ? old.fresh() : emptied(old);
        table.forgetPolicyCounters();
    }

    private Table emptied(Table old) {
        Table empty = new Table(old.name());
        for (Chain chain : old.chains()) {
            if (chain.policy() != null) {
                empty.chain(chain.name()).orElseThrow().setPolicy(chain.policy());
            }
        }
        if (options.verbose()) {
            old.chains().forEach(chain -> out.append("Flushing chain `" + chain.name() + "'\n"));
            old.userChains().forEach(chain -> out.append("Deleting chain `" + chain.name() + "'\n"));
        }
        return empty;
    }

    private void chain(Table edited, List<String> words, int number) throws IptablesError {
        if (words.isEmpty()) {
            throw atLine(number, "chain name invalid");
        }
        String name = words.getFirst();
        if (name.length() > LONGEST_CHAIN_NAME) {
            throw IptablesError.parameter("Invalid chain name `" + name + "' (" + LONGEST_CHAIN_NAME + " chars max)");
        }
        Chain chain = edited.chain(name).orElse(null);
        if (chain == null || !chain.isBuiltIn()) {
            userChain(edited, name, chain);
        }
        if (words.size() < 2) {
            throw atLine(number, "policy invalid");
        }
        String policy = words.get(1);
        if (policy.equals("-")) {
            return;
        }
        Optional<Command.Counts> counts = Optional.empty();
        if (options.counters()) {
            counts = Optional.of(counts(name, words.size() > 2 ? words.get(2) : ""));
        }
        if (chain == null || !chain.isBuiltIn()) {
            throw IptablesError.savedPolicy(policy, name, number, "Bad built-in chain name");
        }
        if (!policy.equals("ACCEPT") && !policy.equals("DROP")) {
            throw IptablesError.savedPolicy(policy, name, number, "Bad policy name");
        }
        chain.setPolicy(Iptables.policy(policy));
        counts.ifPresent(c -> chain.policyCounters().set(c.packets(), c.bytes()));
    }

    private void userChain(Table edited, String name, @Nullable Chain old) throws IptablesError {
        if (old != null && options.keep()) {
            old.rules().clear();
        } else if (old != null || Extensions.isSimpleWord(name)) {
            throw IptablesError.parameter("error creating chain '" + name + "':File exists");
        } else {
            edited.addChain(name);
        }
    }

    private static Command.Counts counts(String chain, String text) throws IptablesError {
        if (!text.matches("\\[\\d{1,18}:\\d{1,18}\\]")) {
            throw IptablesError.parameter("invalid policy counters for chain '" + chain + "'");
        }
        int colon = text.indexOf(':');
        return new Command.Counts(
                Long.parseLong(text.substring(1, colon)), Long.parseLong(text.substring(colon + 1, text.length() - 1)));
    }

    private void rule(Table edited, String line, int number) throws IptablesError {
        List<String> words = new ArrayList<>();
        int close = -1;
        if (line.startsWith("[")) {
            close = line.indexOf(']');
            int colon = line.indexOf(':');
            if (close < 0 || colon < 0 || colon > close) {
                throw IptablesError.parameter("Bad line " + number + ": need ]");
            }
            if (options.counters()) {
                words.addAll(List.of("--set-counters", line.substring(1, colon), line.substring(colon + 1, close)));
            }
        }
        words.addAll(WordSplitter.split(line.substring(close + 1)));
        CommandParser parser =
                new CommandParser(words, profile, rules.memories().sets(), true);
        Command command = parser.parse();
        warnings += parser.warnings();
        if (command.answer().isEmpty()) {
            Iptables.execute(edited, options.verbose() && !options.keep() ? command.verbosely() : command, out);
        }
    }
}
