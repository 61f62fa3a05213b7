package org.ringlab.netfilter.rules;

import java.util.Set;

/** {@code -j CHECKSUM --checksum-fill}: fills a checksum in that a card would; packets of a lab always have theirs. */
public record ChecksumTarget() implements QuietTarget {
    @Override
    public boolean accepted(TableName table, int ruleProtocol, Set<Hook> hooks) {
        return table == TableName.MANGLE;
    }

    @Override
    public String name() {
        return "CHECKSUM";
    }

    @Override
    public String text() {
        return "-j CHECKSUM --checksum-fill";
    }

    @Override
    public String listing(boolean numeric) {
        return "CHECKSUM fill";
    }
}
