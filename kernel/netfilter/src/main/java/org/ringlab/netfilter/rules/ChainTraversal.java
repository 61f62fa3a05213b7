package org.ringlab.netfilter.rules;

import org.jspecify.annotations.Nullable;

/**
 * The way of a packet through the chains of one table (net/ipv4/netfilter/ip_tables.c, {@code ipt_do_table}): the
 * only place that evaluates rules.
 */
public final class ChainTraversal {
    /** Where a jump comes back to: the rule after it; and the jump that led there, null for none. */
    private record Caller(Chain chain, int next, @Nullable Caller caller) {}

    private ChainTraversal() {}

    /**
     * Asks the chain at the packet's hook.
     *
     * @param table the table; without a chain at this hook it lets everything through
     * @param packet the packet and where it is
     * @param listener is told every comparison; where it hears no failures, rules that can't match are passed over
     * @return what becomes of the packet
     */
    public static Verdict run(Table table, ChangeablePacket packet, RuleListener listener) {
        Chain base = table.chainAt(packet.hook());
        if (base == null) {
            return Verdict.ACCEPT;
        }
        boolean everyRule = listener.hearsFailures();
        Caller caller = null;
        Chain chain = base;
        int next = 0;
        boolean returned = false;
        while (true) {
            if (next == chain.asked().size()) {
                if (chain != base && !returned) {
                    trace(table, chain, "return", next + 1, packet, listener);
                }
                returned = false;
                if (caller == null) {
                    return policy(table, base, packet, listener);
                }
                chain = caller.chain();
                next = caller.next();
                caller = caller.caller();
                continue;
            }
            Rule rule = chain.asked().get(next++);
            Match failed = rule.firstFailed(packet);
            if (failed != null) {
                if (everyRule) {
                    listener.compared(table.name(), chain.name(), next, rule, failed.text());
                } else {
                    next = chain.nextCandidate(packet, next);
                }
                continue;
            }
            listener.compared(table.name(), chain.name(), next, rule, "");
            rule.counters().count(packet.packet().length());
            String place = !rule.isUnconditionalVerdict() ? "rule" : chain.isBuiltIn() ? "policy" : "return";
            trace(table, chain, place, next, packet, listener);
            switch (rule.target()) {
                case Target.Accept accept -> {
                    return Verdict.ACCEPT;
                }
                case Target.Drop drop -> {
                    return Verdict.DROP;
                }
                case Target.Reject reject -> {
                    return new Verdict.Reject(reject.with());
                }
                case Target.None none -> {}
                case QuietTarget quiet -> {}
                case SetTarget set -> set.apply(packet);
                case TraceTarget trace -> packet.trace();
                case Target.Log log -> listener.logged(LogLine.of(log, packet));
                case AlteringTarget altering -> {
                    PacketChange change = altering.alter(packet);
                    if (change.isReal()) {
                        listener.changed(change);
                    }
                }
                case NatTarget nat -> {
                    return new Verdict.Translate(nat);
                }
                case TrackingTarget tracking -> packet.track(tracking);
                case Target.Return back -> {
                    returned = true;
                    next = chain.asked().size();
                }
                case Target.Jump jump -> {
                    caller = new Caller(chain, next, caller);
                    chain = called(table, jump.chain());
                    next = 0;
                }
                case Target.Goto go -> {
                    chain = called(table, go.chain());
                    next = 0;
                }
            }
        }
    }

    /** Names a rule in the kernel log, where the packet is traced ({@code trace_packet}). */
    private static void trace(
            Table table, Chain chain, String place, int number, ChangeablePacket packet, RuleListener listener) {
        if (packet.isTraced()) {
            String where = table.name().text() + ":" + chain.name() + ":" + place + ":" + number;
            listener.logged(LogLine.of(Target.Log.everything("TRACE: " + where + " "), packet));
        }
    }

    private static Verdict policy(Table table, Chain base, ChangeablePacket packet, RuleListener listener) {
        trace(table, base, "policy", base.asked().size() + 1, packet, listener);
        base.policyCounters().count(packet.packet().length());
        Verdict policy = base.policy() == null ? Verdict.ACCEPT : base.policy();
        listener.policy(table.name(), base.name(), policy);
        return policy;
    }

    private static Chain called(Table table, String name) {
        return table.chain(name).orElseThrow(() -> new IllegalStateException("rule leads to no chain: " + name));
    }
}
