package org.ringlab.netfilter.rules;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The tables of iptables, each with the hooks it has chains at, in the order {@code iptables-save} prints them. */
public enum TableName {
    /** Before connection tracking. */
    RAW(Hook.PREROUTING, Hook.OUTPUT),
    /** Alters headers and marks. */
    MANGLE(Hook.PREROUTING, Hook.INPUT, Hook.FORWARD, Hook.OUTPUT, Hook.POSTROUTING),
    /** Asked once for each connection: address translation. */
    NAT(Hook.PREROUTING, Hook.INPUT, Hook.OUTPUT, Hook.POSTROUTING),
    /** Lets through or not. */
    FILTER(Hook.INPUT, Hook.FORWARD, Hook.OUTPUT),
    /** For mandatory access control; always empty here. */
    SECURITY(Hook.INPUT, Hook.FORWARD, Hook.OUTPUT);

    private final List<Hook> hooks;

    TableName(Hook... hooks) {
        this.hooks = List.of(hooks);
    }

    /** The hooks it has built-in chains at. */
    public List<Hook> hooks() {
        return hooks;
    }

    /** As typed after {@code -t}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The table typed as {@code text}. */
    public static Optional<TableName> parse(String text) {
        for (TableName table : values()) {
            if (table.text().equals(text)) {
                return Optional.of(table);
            }
        }
        return Optional.empty();
    }
}
