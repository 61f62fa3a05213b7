package org.ringlab.netfilter.iptables;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.rules.Chain;
import org.ringlab.netfilter.rules.RuleSet;
import org.ringlab.netfilter.rules.Table;
import org.ringlab.netfilter.rules.TableName;

/** The command {@code iptables-restore}: each table is put in place at its COMMIT, or not at all. */
public final class IptablesRestore {
    private static final String PROGRAM = "iptables-restore";

    private final RuleSet rules;
    private final Profile profile;
    private final boolean counters;
    private final boolean keep;
    private final boolean testOnly;
    private final @Nullable String onlyTable;
    private @Nullable Table table;
    private boolean skipping;
    private String warnings = "";

    private IptablesRestore(RuleSet rules, List<String> words, Profile profile) {
        this.rules = rules;
        this.profile = profile;
        counters = words.contains("-c") || words.contains("--counters");
        keep = words.contains("-n") || words.contains("--noflush");
        testOnly = words.contains("-t") || words.contains("--test");
        int only = Math.max(words.indexOf("-T"), words.indexOf("--table"));
        onlyTable = only >= 0 && only + 1 < words.size() ? words.get(only + 1) : null;
    }

    /** Runs {@code iptables-restore WORDS} with {@code input} at its standard input. */
    public static IptablesResult run(RuleSet rules, List<String> words, String input, Profile profile) {
        return new IptablesRestore(rules, words, profile).read(input);
    }

    private IptablesResult read(String input) {
        int number = 0;
        try {
            for (String line : input.lines().toList()) {
                number++;
                line(line, number);
            }
        } catch (IptablesError error) {
            return new IptablesResult(error.status(), "", warnings + error.render(PROGRAM, profile, number));
        }
        return table == null
                ? new IptablesResult(0, "", warnings)
                : new IptablesResult(1, "", warnings + PROGRAM + ": COMMIT expected at line " + (number + 1) + "\n");
    }

    private void line(String line, int number) throws IptablesError {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        if (line.startsWith("*") && table == null) {
            begin(line.substring(1).strip());
            return;
        }
        if (table == null) {
            throw IptablesError.kernel("");
        }
        if (line.strip().equals("COMMIT")) {
            if (!skipping && !testOnly) {
                KernelChecks.check(table);
                rules.replace(table);
            }
            table = null;
        } else if (skipping) {
            return;
        } else if (line.startsWith(":")) {
            chain(table, line.substring(1).strip().split("\\s+"), number);
        } else {
            rule(table, line);
        }
    }

    private void begin(String name) throws IptablesError {
        TableName known = TableName.parse(name).orElse(null);
        if (known == null) {
            throw IptablesError.parameter(PROGRAM + ": unable to initialize table '" + name + "'");
        }
        skipping = onlyTable != null && !onlyTable.equals(name);
        Table old = rules.table(known).orElseGet(() -> new Table(known));
        Table edited = old.fresh();
        edited.forgetPolicyCounters();
        if (!keep) {
            edited = new Table(known);
            for (Chain chain : old.chains()) {
                if (chain.policy() != null) {
                    edited.chain(chain.name()).orElseThrow().setPolicy(chain.policy());
                }
            }
        }
        table = edited;
    }

    private void chain(Table edited, String[] words, int number) throws IptablesError {
        String name = words[0];
        if (words.length < 2) {
            throw IptablesError.parameter("Policy invalid");
        }
        Chain chain = edited.chain(name).orElse(null);
        if (chain == null) {
            edited.addChain(name);
        } else if (!chain.isBuiltIn()) {
            chain.rules().clear();
        } else if (!words[1].equals("-")) {
            if (!words[1].equals("ACCEPT") && !words[1].equals("DROP")) {
                throw IptablesError.savedPolicy(words[1], name, number);
            }
            chain.setPolicy(Iptables.policy(words[1]));
            if (counters && words.length > 2) {
                long[] values = counters(words[2]);
                chain.policyCounters().set(values[0], values[1]);
            }
        }
    }

    private static long[] counters(String text) throws IptablesError {
        if (!text.matches("\\[\\d{1,18}:\\d{1,18}\\]")) {
            throw IptablesError.parameter("invalid policy counters for chain\n");
        }
        int colon = text.indexOf(':');
        return new long[] {
            Long.parseLong(text.substring(1, colon)), Long.parseLong(text.substring(colon + 1, text.length() - 1))
        };
    }

    private void rule(Table edited, String line) throws IptablesError {
        List<String> words = new ArrayList<>(WordSplitter.split(line));
        long[] values = {0, 0};
        if (!words.isEmpty() && words.get(0).startsWith("[")) {
            values = counters(words.remove(0));
        }
        CommandParser parser = new CommandParser(words, profile, true);
        Command command = parser.parse();
        warnings += parser.warnings();
        if (counters) {
            command = command.counting(new Command.Counts(values[0], values[1]));
        }
        if (command.answer().isEmpty()) {
            Iptables.execute(edited, command, new StringBuilder());
        }
    }
}
