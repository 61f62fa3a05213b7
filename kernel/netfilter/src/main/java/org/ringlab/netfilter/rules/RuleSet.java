package org.ringlab.netfilter.rules;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All tables of one network namespace. A table exists from the moment a command first touches it, be it only to list
 * it; {@code iptables-save} prints those that exist.
 */
public final class RuleSet {
    private final Map<TableName, Table> tables = new EnumMap<>(TableName.class);
    private final List<TableName> touched = new ArrayList<>();
    private final NamedMemories memories = new NamedMemories();
    private boolean needsConntrack;
    private boolean needsAccounting;

    /** The table, if somebody has touched it: what a packet's path asks. */
    public Optional<Table> table(TableName name) {
        return Optional.ofNullable(tables.get(name));
    }

    /** The table, made where it isn't there yet: what a command asks. */
    public Table touch(TableName name) {
        Table table = tables.get(name);
        if (table == null) {
            table = new Table(name); // empty: nothing else changes by it
            tables.put(name, table);
            touched.add(name);
        }
        return table;
    }

    /** Puts a table in place of the one of its name, at once and as a whole. */
    public void replace(Table table) {
        if (tables.put(table.name(), table) == null) {
            touched.add(table.name());
        }
        List<Rule> rules = new ArrayList<>();
        tables.values().forEach(each -> each.addRules(rules));
        memories.keep(rules);
        needsAccounting |= rules.stream().anyMatch(Rule::needsAccounting);
        needsConntrack = rules.stream().anyMatch(Rule::needsConntrack);
    }

    /** The tables that exist, the latest first: the order of {@code /proc/net/ip_tables_names}. */
    public List<Table> tables() {
        List<Table> latestFirst = new ArrayList<>();
        for (TableName name : touched.reversed()) {
            latestFirst.add(touch(name));
        }
        return latestFirst;
    }

    /** Whether connections are tracked here: only while a rule has a match or target that needs it. */
    public boolean needsConntrack() {
        return needsConntrack;
    }

    /** Whether packets and bytes of connections are counted: from the first rule on that needs it, and ever after. */
    public boolean needsAccounting() {
        return needsAccounting;
    }

    /** What rules remember by name. */
    public NamedMemories memories() {
        return memories;
    }
}
