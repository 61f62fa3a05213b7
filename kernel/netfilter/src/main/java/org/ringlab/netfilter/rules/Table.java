package org.ringlab.netfilter.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A table: built-in chains in hook order, then user chains by name.
 *
 * <p>The kernel replaces a table as a whole: a command edits a {@link #fresh} copy and gives it to
 * {@link RuleSet#replace}. That is why every change, even of a single counter, forgets what matches remember.
 */
public final class Table {
    private final TableName name;
    private final Map<String, Chain> builtIn = new LinkedHashMap<>();
    private final Map<String, Chain> user = new TreeMap<>();

    /** A table as it is when first touched: empty built-in chains with policy ACCEPT. */
    public Table(TableName name) {
        this.name = name;
        for (Hook hook : name.hooks()) {
            builtIn.put(hook.name(), Chain.builtIn(hook));
        }
    }

    /** Which. */
    public TableName name() {
        return name;
    }

    /** All chains in the order they are printed. */
    public List<Chain> chains() {
        List<Chain> all = new ArrayList<>(builtIn.values());
        all.addAll(user.values());
        return all;
    }

    /** User chains, by name. */
    public Collection<Chain> userChains() {
        return Collections.unmodifiableCollection(user.values());
    }

    /** The chain of that name. */
    public Optional<Chain> chain(String chainName) {
        Chain chain = builtIn.get(chainName);
        return Optional.ofNullable(chain != null ? chain : user.get(chainName));
    }

    /** The built-in chain at a hook; null where this table has none there. */
    @Nullable
    Chain chainAt(Hook hook) {
        return builtIn.get(hook.name());
    }

    /** Adds an empty user chain; the name must be free. */
    public void addChain(String chainName) {
        if (chain(chainName).isPresent()) {
            throw new IllegalArgumentException("chain exists: " + chainName);
        }
        user.put(chainName, Chain.user(chainName));
    }

    /** Removes a user chain. */
    public void removeChain(String chainName) {
        user.remove(chainName);
    }

    /** Renames a user chain; jumps to it follow. */
    public void renameChain(String from, String to) {
        Chain old = user.remove(from);
        if (old == null) {
            throw new IllegalArgumentException("no such user chain: " + from);
        }
        user.put(to, old.freshAs(to));
        for (Chain chain : chains()) {
            chain.rules().replaceAll(rule -> rule.withTarget(rule.target().renamed(from, to)));
        }
    }

    /** How many rules jump or go to a chain. */
    public int references(String chainName) {
        int count = 0;
        for (Chain chain : chains()) {
            for (Rule rule : chain.rules()) {
                if (rule.target().leadsTo().filter(chainName::equals).isPresent()) {
                    count++;
                }
            }
        }
        return count;
    }

    /** Adds the rules of all its chains to a list of rules to look at. */
    void addRules(List<Rule> all) {
        builtIn.values().forEach(chain -> all.addAll(chain.asked()));
        user.values().forEach(chain -> all.addAll(chain.asked()));
    }

    /** A copy to edit: same chains, rules and counters, matches without memory. */
    public Table fresh() {
        Table copy = new Table(name);
        for (Chain chain : builtIn.values()) {
            copy.builtIn.put(chain.name(), chain.freshAs(chain.name()));
        }
        for (Chain chain : user.values()) {
            copy.user.put(chain.name(), chain.freshAs(chain.name()));
        }
        return copy;
    }

    /**
     * Begins to count anew what the policies decide. The legacy tools do that with every change of a table, while rules
     * keep their counters (seen with 1.8.9: {@code -A}, {@code -D}, {@code -P}, {@code -Z}, {@code -N} alike).
     */
    public void forgetPolicyCounters() {
        builtIn.values().forEach(chain -> chain.policyCounters().set(0, 0));
    }

    /**
     * Whether a packet could run in circles: some chain reachable from a built-in one leads back to itself
     * (net/ipv4/netfilter/ip_tables.c, {@code mark_source_chains}). Circles that no built-in chain leads into are fine.
     */
    public boolean hasLoop() {
        return builtIn.values().stream().anyMatch(chain -> LoopSearch.from(this, chain));
    }
}
