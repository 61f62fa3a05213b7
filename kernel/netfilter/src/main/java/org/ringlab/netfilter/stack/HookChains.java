package org.ringlab.netfilter.stack;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.ringlab.netfilter.conntrack.Connection;
import org.ringlab.netfilter.conntrack.Tracking;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.rules.ChainTraversal;
import org.ringlab.netfilter.rules.ConnectionState;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.rules.PacketChange;
import org.ringlab.netfilter.rules.RejectWith;
import org.ringlab.netfilter.rules.Rule;
import org.ringlab.netfilter.rules.RuleListener;
import org.ringlab.netfilter.rules.Table;
import org.ringlab.netfilter.rules.TableName;
import org.ringlab.netfilter.rules.Verdict;

/** What is asked at a hook, step by step in the order of {@link HookStep}. */
final class HookChains {
    private static final Map<Hook, List<HookStep>> STEPS = HookStep.byHook();

    private final NetStack stack;
    private final Predicate<Skb> reroute;

    /**
     * Asks for one stack.
     *
     * @param reroute looks for a packet's way anew, its addresses, mark or type of service being others; whether there
     *     is one
     */
    HookChains(NetStack stack, Predicate<Skb> reroute) {
        this.stack = stack;
        this.reroute = reroute;
    }

    /** What a hook says. */
    sealed interface Outcome {
        /** The packet goes on. */
        record Pass() implements Outcome {}

        /** It ends here. */
        record Drop(DropReason reason, String detail) implements Outcome {}

        /** It ends here and its sender is told. */
        record Reject(RejectWith with, String detail) implements Outcome {}

        /** The one Pass. */
        Outcome PASS = new Pass();
    }

    Outcome ask(Hook hook, Skb skb) {
        skb.setHook(hook);
        if (stack.telling()) {
            stack.tell(new PacketEvent.AtHook(
                    stack.nanos(), stack.name(), skb.id(), hook, skb.inInterface(), skb.outInterface(), skb.packet()));
        }
        for (HookStep step : STEPS.getOrDefault(hook, List.of())) {
            Outcome outcome = switch (step) {
                case RAW -> table(TableName.RAW, skb);
                case CONNTRACK -> track(skb);
                case MANGLE -> mangle(skb);
                case DESTINATION_NAT -> nat(skb, false);
                case FILTER -> table(TableName.FILTER, skb);
                case SECURITY -> table(TableName.SECURITY, skb);
                case SOURCE_NAT -> nat(skb, true);
                case CONFIRM -> confirm(skb);
            };
            if (!(outcome instanceof Outcome.Pass)) {
                return outcome;
            }
        }
        return Outcome.PASS;
    }

    /** Connections are tracked only while a rule needs it; what came by {@code lo} was looked at on its way out. */
    private Outcome track(Skb skb) {
        if (!stack.ruleSet().needsConntrack() || skb.tracking() != null) {
            return Outcome.PASS;
        }
        stack.conntrack().setAccounting(stack.ruleSet().needsAccounting());
        Tracking tracking = stack.conntrack().in(skb.packet());
        skb.setTracking(tracking);
        if (stack.telling()) {
            Connection connection = tracking.connection();
            stack.tell(new PacketEvent.Tracked(
                    stack.nanos(),
                    stack.name(),
                    skb.id(),
                    tracking.state(),
                    connection == null ? "" : connection.toString(),
                    tracking.created()));
        }
        return Outcome.PASS;
    }

    private Outcome confirm(Skb skb) {
        Tracking tracking = skb.tracking();
        if (tracking == null || stack.conntrack().confirm(tracking)) {
            return Outcome.PASS;
        }
        return new Outcome.Drop(DropReason.RULE_DROP, "connection tracking: another packet made the same connection");
    }

    /** The nat table is asked about a connection once for each kind, when it is new. */
    private Outcome nat(Skb skb, boolean source) {
        Tracking tracking = skb.tracking();
        if (tracking == null
                || tracking.connection() == null
                || tracking.state() != ConnectionState.NEW
                || tracking.connection().natDone(source)) {
            return Outcome.PASS;
        }
        Outcome outcome = table(TableName.NAT, skb);
        tracking.connection().setNatDone(source);
        return outcome;
    }

    /** A packet made here that OUTPUT changes looks for its way again ({@code ipt_mangle_out}). */
    private Outcome mangle(Skb skb) {
        Packet before = skb.packet();
        int mark = skb.mark();
        Outcome outcome = table(TableName.MANGLE, skb);
        boolean moved = skb.hook() == Hook.OUTPUT
                && (mark != skb.mark()
                        || before.tos() != skb.packet().tos()
                        || !before.source().equals(skb.packet().source())
                        || !before.destination().equals(skb.packet().destination()));
        return moved && outcome instanceof Outcome.Pass ? rerouted(skb) : outcome;
    }

    /** {@code ip_route_me_harder}. */
    private Outcome rerouted(Skb skb) {
        return reroute.test(skb)
                ? Outcome.PASS
                : new Outcome.Drop(
                        DropReason.NO_ROUTE, "no route to " + skb.packet().destination());
    }

    private Outcome table(TableName name, Skb skb) {
        Optional<Table> table = stack.ruleSet().table(name);
        if (table.isEmpty()) {
            return Outcome.PASS;
        }
        Teller teller = new Teller(skb);
        return switch (ChainTraversal.run(table.get(), skb, teller)) {
            case Verdict.Accept accept -> Outcome.PASS;
            case Verdict.Drop drop ->
                new Outcome.Drop(teller.byPolicy ? DropReason.POLICY_DROP : DropReason.RULE_DROP, teller.decidedBy());
            case Verdict.Reject(RejectWith with) -> new Outcome.Reject(with, teller.decidedBy());
        };
    }

    /** Turns what a traversal tells into events, and remembers what decided. */
    private final class Teller implements RuleListener {
        private final Skb skb;
        private String lastPlace = "";
        private boolean byPolicy;

        Teller(Skb skb) {
            this.skb = skb;
        }

        String decidedBy() {
            return lastPlace;
        }

        @Override
        public void compared(TableName table, String chain, int number, Rule rule, String failed) {
            if (failed.isEmpty()) {
                lastPlace = table.text() + " " + chain + " rule " + number + ": " + rule.text();
            }
            if (stack.telling()) {
                stack.tell(new PacketEvent.RuleCompared(
                        stack.nanos(),
                        stack.name(),
                        skb.id(),
                        skb.hook(),
                        table,
                        chain,
                        number,
                        rule.text(),
                        failed,
                        rule.target().name()));
            }
        }

        @Override
        public void policy(TableName table, String chain, Verdict policy) {
            byPolicy = true;
            String word = policy instanceof Verdict.Accept ? "ACCEPT" : "DROP";
            lastPlace = table.text() + " " + chain + " policy " + word;
            stack.tell(new PacketEvent.PolicyApplied(
                    stack.nanos(), stack.name(), skb.id(), skb.hook(), table, chain, word));
        }

        @Override
        public void changed(PacketChange change) {
            stack.tell(new PacketEvent.Changed(stack.nanos(), stack.name(), skb.id(), skb.hook(), change));
        }

        @Override
        public void logged(String line) {
            stack.network().log(line);
        }
    }
}
