package org.ringlab.netfilter.stack;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.conntrack.Connection;
import org.ringlab.netfilter.conntrack.Expectation;
import org.ringlab.netfilter.conntrack.Helper;
import org.ringlab.netfilter.conntrack.Helpers;
import org.ringlab.netfilter.conntrack.Manip;
import org.ringlab.netfilter.conntrack.SequenceAdjustment;
import org.ringlab.netfilter.conntrack.Tracking;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.nat.Translation;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.rules.ChainTraversal;
import org.ringlab.netfilter.rules.ConnectionState;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.rules.NatRange;
import org.ringlab.netfilter.rules.NatTarget;
import org.ringlab.netfilter.rules.RejectWith;
import org.ringlab.netfilter.rules.Table;
import org.ringlab.netfilter.rules.TableName;
import org.ringlab.netfilter.rules.Verdict;

/** What is asked at a hook, step by step in the order of {@link HookStep}. */
final class HookChains {
    /** By the hook's number. */
    private static final HookStep[][] STEPS =
            Arrays.stream(Hook.values()).map(HookStep::at).toArray(HookStep[][]::new);

    private final NetStack stack;
    private final Function<Skb, @Nullable LocalRefusal> reroute;

    /**
     * Asks for one stack.
     *
     * @param reroute looks for a packet's way anew, its addresses, mark or type of service being others; null where
     *     there is one
     */
    HookChains(NetStack stack, Function<Skb, @Nullable LocalRefusal> reroute) {
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
        for (HookStep step : STEPS[hook.ordinal()]) {
            Outcome outcome = switch (step) {
                case RAW -> table(TableName.RAW, skb);
                case CONNTRACK -> track(skb);
                case MANGLE -> mangle(skb);
                case DESTINATION_NAT -> nat(skb, Manip.DESTINATION);
                case FILTER -> table(TableName.FILTER, skb);
                case SECURITY -> table(TableName.SECURITY, skb);
                case SOURCE_NAT -> nat(skb, Manip.SOURCE);
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
        if (skb.tracking() != null || !stack.tracks()) {
            return Outcome.PASS;
        }
        stack.conntrack().setAccounting(stack.ruleSet().needsAccounting());
        Optional<Tracking> found =
                stack.conntrack().in(skb.packet(), skb.template().marked(skb.mark()));
        if (found.isEmpty()) {
            stack.network().log("nf_conntrack: table full, dropping packet");
            return new Outcome.Drop(DropReason.CONNTRACK_FULL, Sysctls.CONNTRACK_MAX + " connections are tracked");
        }
        Tracking tracking = found.get();
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

    /** Helpers read, sequence numbers are put right, and a new connection comes into the table ({@code nf_confirm}). */
    private Outcome confirm(Skb skb) {
        Tracking tracking = skb.tracking();
        Connection connection = tracking == null ? null : tracking.connection();
        if (tracking == null || connection == null) {
            return Outcome.PASS;
        }
        NetInterface in = skb.in();
        boolean looped = in != null && in.isLoopback();
        SequenceAdjustment adjustment = looped ? null : connection.adjustment();
        Outcome read = connection.helper() == null ? Outcome.PASS : read(skb, tracking, connection.helper());
        if (!(read instanceof Outcome.Pass)) {
            return read;
        }
        if (adjustment != null) {
            skb.setPacket(adjustment.apply(skb.packet(), tracking.reply()));
        }
        return stack.conntrack().confirm(tracking)
                ? Outcome.PASS
                : new Outcome.Drop(DropReason.CONNTRACK_REFUSED, "another connection has the same addresses and ports");
    }

    private Outcome read(Skb skb, Tracking tracking, Helper helper) {
        return switch (stack.conntrack().helpers().read(skb.packet(), tracking)) {
            case Helpers.Reading.Nothing nothing -> Outcome.PASS;
            case Helpers.Reading.Refused(String why) -> new Outcome.Drop(DropReason.CONNTRACK_REFUSED, why);
            case Helpers.Reading.Announced(Packet after, Expectation expected) -> {
                if (stack.telling()) {
                    stack.tell(new PacketEvent.Announced(
                            stack.nanos(),
                            stack.name(),
                            skb.id(),
                            skb.hook(),
                            helper.name(),
                            expected.toString(),
                            skb.packet(),
                            after));
                }
                skb.setPacket(after);
                yield Outcome.PASS;
            }
        };
    }

    /** {@code nf_nat_ipv4_fn} and what the hooks do besides. */
    private Outcome nat(Skb skb, Manip manip) {
        Tracking tracking = skb.tracking();
        Connection connection = tracking == null ? null : tracking.connection();
        if (tracking == null
                || connection == null
                || stack.ruleSet().table(TableName.NAT).isEmpty()) {
            return Outcome.PASS;
        }
        boolean error = skb.packet().payload() instanceof IcmpMessage icmp && icmp.isError();
        boolean settled = connection.natDone(Manip.SOURCE) && connection.natDone(Manip.DESTINATION);
        if (isRedirect(skb.packet()) && (connection.translated() || !settled)) {
            return new Outcome.Drop(
                    DropReason.NAT_IMPOSSIBLE, "a redirect about a connection that is or may be translated");
        }
        if (!error) {
            Outcome outcome = settle(skb, tracking, connection, manip);
            if (!(outcome instanceof Outcome.Pass)) {
                return outcome;
            }
        }
        Packet before = skb.packet();
        Packet after = connection.translated() ? Translation.of(before, tracking, manip) : before;
        if (after != before && !after.equals(before)) {
            skb.setPacket(after);
            if (stack.telling()) {
                stack.tell(
                        new PacketEvent.Translated(stack.nanos(), stack.name(), skb.id(), skb.hook(), before, after));
            }
        }
        return skb.hook() == Hook.OUTPUT && connection.turns(tracking.reply()) ? rerouted(skb) : Outcome.PASS;
    }

    /** Who is told of another way would speak past the translation ({@code nf_nat_icmp_reply_translation}). */
    private static boolean isRedirect(Packet packet) {
        return packet.payload() instanceof IcmpMessage icmp && icmp.type() == IcmpMessage.REDIRECT;
    }

    /** The nat table is asked about a connection once for each end, when it is new. */
    private Outcome settle(Skb skb, Tracking tracking, Connection connection, Manip manip) {
        boolean fresh = tracking.state() == ConnectionState.NEW || tracking.state() == ConnectionState.RELATED;
        if (fresh && !connection.natDone(manip)) {
            Outcome outcome = table(TableName.NAT, skb);
            if (outcome instanceof Outcome.Pass && !connection.natDone(manip)) {
                stack.nat().nullBinding(connection, manip);
            }
            return outcome;
        }
        NetInterface out = skb.out();
        boolean moved = skb.hook() == Hook.POSTROUTING
                && !tracking.reply()
                && connection.masqueradeIndex() != 0
                && out != null
                && connection.masqueradeIndex() != out.index();
        if (moved) {
            stack.conntrack().remove(connection);
            return new Outcome.Drop(DropReason.NAT_IMPOSSIBLE, "the connection was masqueraded by another interface");
        }
        return Outcome.PASS;
    }

    /** Carries out what a rule of the nat table says. */
    private Outcome translate(NatTarget target, Skb skb) {
        Tracking tracking = skb.tracking();
        Connection connection = tracking == null ? null : tracking.connection();
        boolean masquerades = target instanceof NatTarget.Masquerade;
        if (connection == null || masquerades && connection.original().source().equals(Ipv4Address.ANY)) {
            return Outcome.PASS;
        }
        NatPlace place = new NatPlace(stack, skb);
        NatRange range = place.range(target).orElse(null);
        if (range == null) {
            return new Outcome.Drop(DropReason.NAT_IMPOSSIBLE, "no address to translate to");
        }
        NetInterface out = skb.out();
        if (masquerades && out != null) {
            connection.setMasqueradeIndex(out.index());
        }
        stack.nat().setUp(connection, range, place.manip());
        return Outcome.PASS;
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
        LocalRefusal refusal = reroute.apply(skb);
        return refusal == null ? Outcome.PASS : new Outcome.Drop(refusal.reason(), refusal.detail());
    }

    private Outcome table(TableName name, Skb skb) {
        Optional<Table> table = stack.ruleSet().table(name);
        if (table.isEmpty()) {
            return Outcome.PASS;
        }
        TraversalTeller teller = new TraversalTeller(stack, skb);
        return switch (ChainTraversal.run(table.get(), skb, teller)) {
            case Verdict.Accept accept -> Outcome.PASS;
            case Verdict.Drop drop ->
                new Outcome.Drop(teller.byPolicy() ? DropReason.POLICY_DROP : DropReason.RULE_DROP, teller.decidedBy());
            case Verdict.Translate(NatTarget target) -> translate(target, skb);
            case Verdict.Reject(RejectWith with) -> new Outcome.Reject(with, teller.decidedBy());
        };
    }
}
