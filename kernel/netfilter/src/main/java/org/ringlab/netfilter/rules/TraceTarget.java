package org.ringlab.netfilter.rules;

import java.util.Set;

/** {@code -j TRACE}: from here on the kernel log names every rule that matches the packet. */
public record TraceTarget() implements Target {
    @Override
    public boolean accepted(TableName table, int ruleProtocol, Set<Hook> hooks) {
        return table == TableName.RAW;
    }

    @Override
    public String name() {
        return "TRACE";
    }
}
