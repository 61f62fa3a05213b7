package org.ringlab.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.Lab;
import org.ringlab.netfilter.rules.Chain;
import org.ringlab.netfilter.rules.ConnectionState;
import org.ringlab.netfilter.rules.Rule;
import org.ringlab.netfilter.rules.RuleSet;
import org.ringlab.netfilter.rules.StateMatch;
import org.ringlab.netfilter.rules.Table;
import org.ringlab.netfilter.rules.TableName;
import org.ringlab.netfilter.rules.Target;
import org.ringlab.proof.bdd.Bdd;
import org.ringlab.proof.meaning.LabMeaning;
import org.ringlab.proof.meaning.PacketSpace;
import org.ringlab.proof.meaning.View;

/**
 * What proofs about one lab have in common whatever its rules are: routes, martians, which packets there can be at all.
 * Proofs that begin with it find that in the diagrams' tables and prove the same as without it. Several threads may begin
 * with one.
 */
public final class Groundwork {
    /** Nothing is known yet. */
    public static final Groundwork NONE = new Groundwork(null);

    private final @Nullable PacketSpace worked;

    private Groundwork(@Nullable PacketSpace worked) {
        this.worked = worked;
    }

    /**
     * From a lab that is thrown away afterwards: the chain in view gets the rules that the goals speak of, and one that asks
     * for a state, since most answers will.
     */
    public static Groundwork of(Lab lab, View view, List<Goal> goals) {
        if (view instanceof View.AtChain chain && lab.hasHost(chain.host())) {
            RuleSet rules = lab.machine(chain.host()).stack().ruleSet();
            Table filter = rules.touch(TableName.FILTER).fresh();
            List<Rule> looked =
                    filter.chain(chain.hook().name()).map(Chain::rules).orElseGet(ArrayList::new);
            looked.add(new Rule(List.of(new StateMatch(Set.of(ConnectionState.ESTABLISHED), false)), Target.ACCEPT));
            looked.addAll(Repair.pool(goals));
            rules.replace(filter);
        }
        return of(lab, view);
    }

    /** From a lab as it is. */
    public static Groundwork of(Lab lab, View view) {
        if (Prover.missingHost(lab, view).isPresent()) {
            return NONE;
        }
        try {
            PacketSpace space = new PacketSpace(LabMeaning.interfaces(List.of(lab)));
            LabMeaning.of(lab, view, space, LabMeaning.Scope.of(List.of(lab), view, true));
            return new Groundwork(space);
        } catch (Bdd.TooBig tooBig) {
            return NONE;
        }
    }

    /** The packets of a proof about these labs. */
    PacketSpace space(List<Lab> labs) {
        Set<String> names = LabMeaning.interfaces(labs);
        return worked != null && worked.isFor(names) ? worked.another() : new PacketSpace(names);
    }
}
