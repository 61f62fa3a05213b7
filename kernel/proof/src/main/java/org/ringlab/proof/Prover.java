package org.ringlab.proof;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringlab.host.Lab;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.RuleSet;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.proof.bdd.Bdd;
import org.ringlab.proof.meaning.Ending;
import org.ringlab.proof.meaning.Fate;
import org.ringlab.proof.meaning.Field;
import org.ringlab.proof.meaning.LabMeaning;
import org.ringlab.proof.meaning.PacketSpace;
import org.ringlab.proof.meaning.PaperMeaning;
import org.ringlab.proof.meaning.Standing;
import org.ringlab.proof.meaning.View;
import org.ringlab.proof.meaning.World;

/** Decides for all packets at once whether a set-up meets goals, or means the same as another one. */
public final class Prover {
    private static final List<Field> TRANSLATED =
            List.of(Field.SOURCE, Field.DESTINATION, Field.SOURCE_PORT, Field.DESTINATION_PORT, Field.TOS, Field.TTL);

    private final PacketSpace space;
    private final Bdd bdd;
    private final View view;
    private final Preferences preferences;

    private Prover(PacketSpace space, View view, Preferences preferences) {
        this.space = space;
        this.view = view;
        this.preferences = preferences;
        bdd = space.bdd();
    }

    /**
     * Whether every packet fares as the goals want it.
     *
     * @param ground what is known of the lab before
     */
    public static Proof goals(Lab lab, View view, List<Goal> goals, Groundwork ground) {
        Optional<String> missing = missingHost(lab, view);
        if (missing.isPresent()) {
            return new Proof.Unclear("there is no host " + missing.get());
        }
        try {
            PacketSpace space = ground.space(List.of(lab));
            Prover prover = new Prover(space, view, preferences(List.of(lab), view));
            goals.forEach(prover.preferences::note);
            LabMeaning.Scope scope = LabMeaning.Scope.of(List.of(lab), view, asksForStates(goals));
            return prover.goals(LabMeaning.of(lab, view, space, scope), goals);
        } catch (Bdd.TooBig tooBig) {
            return tooBig();
        }
    }

    /**
     * Whether two labs mean the same: every packet is let through, dropped or rejected alike, and sent on with the same
     * addresses and ports.
     *
     * @param mine the lab in question
     * @param reference the lab that it is compared with
     * @param ground what is known of them before
     */
    public static Proof same(Lab mine, Lab reference, View view, Groundwork ground) {
        for (Lab lab : List.of(mine, reference)) {
            Optional<String> missing = missingHost(lab, view);
            if (missing.isPresent()) {
                return new Proof.Unclear("there is no host " + missing.get());
            }
        }
        try {
            PacketSpace space = ground.space(List.of(mine, reference));
            Prover prover = new Prover(space, view, preferences(List.of(mine, reference), view));
            LabMeaning.Scope scope = LabMeaning.Scope.of(List.of(mine, reference), view, false);
            return prover.same(LabMeaning.of(mine, view, space, scope), LabMeaning.of(reference, view, space, scope));
        } catch (Bdd.TooBig tooBig) {
            return tooBig();
        }
    }

    /** Whether a chain of the filter table means the same in two rule sets on paper, whatever host they are for. */
    public static Proof same(RuleSet mine, RuleSet reference, Hook hook) {
        try {
            List<RuleSet> both = List.of(mine, reference);
            PacketSpace space = PaperMeaning.space(both);
            Standing standing = PaperMeaning.standing(space, both, hook);
            Prover prover = new Prover(space, new View.AtChain("", hook), new Preferences(List.of(), both));
            return prover.same(PaperMeaning.of(mine, standing), PaperMeaning.of(reference, standing));
        } catch (Bdd.TooBig tooBig) {
            return tooBig();
        }
    }

    private static boolean asksForStates(List<Goal> goals) {
        return goals.stream()
                .flatMap(goal -> goal.alternatives().stream())
                .flatMap(List::stream)
                .anyMatch(Match::needsConntrack);
    }

    private static Proof tooBig() {
        return new Proof.Unclear("these rules are too many and too different for a proof");
    }

    static Optional<String> missingHost(Lab lab, View view) {
        List<String> hosts = switch (view) {
            case View.AtChain chain -> List.of(chain.host());
            case View.Path path -> path.to().isEmpty() ? List.of(path.from()) : List.of(path.from(), path.to());
        };
        return hosts.stream().filter(host -> !lab.hasHost(host)).findFirst();
    }

    /** The lab's own addresses, those of the host in question last, and what its rules name. */
    private static Preferences preferences(List<Lab> labs, View view) {
        String asked = view instanceof View.AtChain chain ? chain.host() : "";
        Set<Ipv4Address> addresses = new LinkedHashSet<>();
        Set<Ipv4Address> own = new LinkedHashSet<>();
        List<RuleSet> rules = new ArrayList<>();
        for (Lab lab : labs) {
            for (String host : lab.hostNames()) {
                rules.add(lab.machine(host).stack().ruleSet());
                for (NetInterface iface : lab.machine(host).stack().interfaces()) {
                    iface.addresses().stream()
                            .filter(a -> !a.address().isLoopback())
                            .forEach(a -> (host.equals(asked) ? own : addresses).add(a.address()));
                }
            }
        }
        addresses.addAll(own);
        return new Preferences(List.copyOf(addresses), rules);
    }

    private Proof goals(World world, List<Goal> goals) {
        int told = Bdd.FALSE;
        for (Goal goal : goals) {
            int meant = Bdd.FALSE;
            for (List<Match> matches : goal.alternatives()) {
                meant = bdd.or(meant, world.meeting(view, matches));
            }
            int here = bdd.minus(meant, told);
            told = bdd.or(told, meant);
            if (goal.kind() == Goal.Kind.ACCEPT && here == Bdd.FALSE) {
                return new Proof.NoPacket(goal);
            }
            boolean wanted = goal.kind() == Goal.Kind.ACCEPT;
            int broken = wanted ? bdd.minus(here, world.accepted()) : bdd.and(here, world.accepted());
            broken = bdd.and(broken, space.assumed());
            if (goal.kind() != Goal.Kind.ANY && broken != Bdd.FALSE) {
                Proof.Mismatch how = wanted ? Proof.Mismatch.NOT_ACCEPTED : Proof.Mismatch.NOT_REJECTED;
                return fails(how, broken, world, Optional.of(goal), Optional.empty());
            }
        }
        return new Proof.Holds(undecided());
    }

    private Proof same(World mine, World reference) {
        int possible = bdd.and(bdd.and(mine.possible(), reference.possible()), space.assumed());
        possible = bdd.and(possible, bdd.or(mine.meeting(view, List.of()), reference.meeting(view, List.of())));
        int looser = bdd.and(possible, bdd.minus(mine.accepted(), reference.accepted()));
        if (looser != Bdd.FALSE) {
            return fails(Proof.Mismatch.LOOSER, looser, mine, Optional.empty(), Optional.of(reference));
        }
        int stricter = bdd.and(possible, bdd.minus(reference.accepted(), mine.accepted()));
        if (stricter != Bdd.FALSE) {
            return fails(Proof.Mismatch.STRICTER, stricter, mine, Optional.empty(), Optional.of(reference));
        }
        int otherwise = view instanceof View.Path ? Bdd.FALSE : bdd.and(possible, differently(mine, reference));
        return otherwise == Bdd.FALSE
                ? new Proof.Holds(undecided())
                : fails(Proof.Mismatch.OTHERWISE, otherwise, mine, Optional.empty(), Optional.of(reference));
    }

    /** Packets that end alike by name, but at another place, with other addresses, or with another answer. */
    private int differently(World mine, World reference) {
        int any = Bdd.FALSE;
        for (Ending one : mine.endings()) {
            for (Ending other : reference.endings()) {
                int both = bdd.and(one.where(), other.where());
                if (both == Bdd.FALSE) {
                    continue;
                }
                int alike = one.fate().equals(other.fate()) ? Bdd.TRUE : Bdd.FALSE;
                if (one.fate().accepted()) {
                    for (Field field : TRANSLATED) {
                        int equal = space.words()
                                .equal(one.packet().get(field), other.packet().get(field));
                        alike = bdd.and(alike, equal);
                    }
                }
                any = bdd.or(any, bdd.minus(both, alike));
            }
        }
        return any;
    }

    private Proof fails(Proof.Mismatch how, int where, World world, Optional<Goal> goal, Optional<World> reference) {
        int chosen = preferences.choose(where, world.start(), List.of(world.natural(), world.crossing(view)));
        BitSet set = bdd.somewhere(chosen);
        return new Proof.Fails(
                how,
                Witness.of(world.start(), set),
                atChain(world, set),
                goal,
                fate(world, set),
                reference.flatMap(other -> fate(other, set)),
                assumed(where, set),
                undecided());
    }

    private Optional<Witness> atChain(World world, BitSet set) {
        return world.standings().stream()
                .filter(s -> view instanceof View.AtChain chain
                        && s.host().equals(chain.host())
                        && s.hook() == chain.hook()
                        && bdd.holds(s.where(), set))
                .map(s -> Witness.of(s.packet(), set))
                .findFirst();
    }

    private Optional<Fate> fate(World world, BitSet set) {
        return world.endings().stream()
                .filter(ending -> bdd.holds(ending.where(), set))
                .map(Ending::fate)
                .findFirst();
    }

    /** The questions whose answer matters for this packet. */
    private List<String> assumed(int where, BitSet set) {
        List<String> assumed = new ArrayList<>();
        for (Map.Entry<String, Integer> unknown : space.unknowns().entrySet()) {
            int variable = unknown.getValue();
            BitSet flipped = (BitSet) set.clone();
            flipped.flip(variable);
            if (!bdd.holds(where, flipped) && !unknown.getKey().contains(" #")) {
                assumed.add(unknown.getKey() + ": " + (set.get(variable) ? "yes" : "no"));
            }
        }
        return assumed;
    }

    private List<String> undecided() {
        Set<String> questions = new LinkedHashSet<>();
        for (String question : space.unknowns().keySet()) {
            int number = question.indexOf(" #");
            questions.add(number < 0 ? question : question.substring(0, number));
        }
        return List.copyOf(questions);
    }
}
