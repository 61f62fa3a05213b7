package org.ringlab.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.Lab;
import org.ringlab.netfilter.rules.Chain;
import org.ringlab.netfilter.rules.ChainTraversal;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.RejectWith;
import org.ringlab.netfilter.rules.Rule;
import org.ringlab.netfilter.rules.RuleListener;
import org.ringlab.netfilter.rules.Table;
import org.ringlab.netfilter.rules.TableName;
import org.ringlab.netfilter.rules.Target;
import org.ringlab.netfilter.rules.Verdict;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.proof.meaning.Fate;
import org.ringlab.proof.meaning.View;

/**
 * The smallest change of a chain that makes a proof hold: one or two edits of single rules. The evaluator judges each
 * candidate by the packets that showed earlier ones wrong; only one that passes is proven. So many proofs and no more
 * are tried: what takes longer counts as none found.
 */
public final class Repair {
    private static final int MOST_PROOFS = 40;
    private static final int MOST_FIRST_EDITS = 12;

    private final Supplier<Lab> labs;
    private final View.AtChain view;
    private final Function<Lab, Proof> claim;
    private final List<Rule> pool;
    private int proofs;
    private @Nullable Lab judge;

    /** A packet that showed something wrong, and what is to become of it. */
    private record Lesson(Witness packet, Proof.Fails failed) {}

    private Repair(Supplier<Lab> labs, View.AtChain view, Function<Lab, Proof> claim, List<Rule> pool) {
        this.labs = labs;
        this.view = view;
        this.claim = claim;
        this.pool = pool;
    }

    /**
     * Looks for a change.
     *
     * @param labs makes the lab that was proven about, each time a fresh one
     * @param view the chain in question
     * @param claim proves what is to hold
     * @param failed how it failed
     * @param pool rules that may be put in: those of the goals, or of the reference
     * @return the edits in the order they are made; empty where none were found
     */
    public static List<Edit> find(
            Supplier<Lab> labs, View.AtChain view, Function<Lab, Proof> claim, Proof.Fails failed, List<Rule> pool) {
        Repair repair = new Repair(labs, view, claim, pool);
        Table table = repair.stack(labs.get()).ruleSet().touch(TableName.FILTER);
        return failed.atChain()
                .map(at -> repair.search(table, new Lesson(at, failed)))
                .orElse(List.of());
    }

    /** The rules that goals speak of, with the target each wants; and the one for answers. */
    public static List<Rule> pool(List<Goal> goals) {
        List<Rule> pool = new ArrayList<>();
        for (Goal goal : goals) {
            for (List<Match> matches : goal.alternatives()) {
                switch (goal.kind()) {
                    case ACCEPT -> pool.add(new Rule(matches, Target.ACCEPT));
                    case REJECT -> {
                        pool.add(new Rule(matches, new Target.Reject(RejectWith.ICMP_PORT_UNREACHABLE)));
                        pool.add(new Rule(matches, Target.DROP));
                    }
                    case ANY -> {}
                }
            }
        }
        return pool;
    }

    /** The rules of a reference's chain. */
    public static List<Rule> pool(Lab reference, View.AtChain view) {
        return reference.machine(view.host()).stack().ruleSet().touch(TableName.FILTER).chains().stream()
                .flatMap(chain -> chain.rules().stream())
                .toList();
    }

    private NetStack stack(Lab lab) {
        return lab.machine(view.host()).stack();
    }

    private List<Edit> search(Table table, Lesson first) {
        Map<Edit, Lesson> almost = new LinkedHashMap<>();
        List<Lesson> lessons = new ArrayList<>(List.of(first));
        for (Edit edit : edits(table)) {
            Table changed = applied(table, edit);
            if (proofs >= MOST_PROOFS / 2) {
                break;
            }
            if (!learned(changed, lessons)) {
                if (almost.size() < MOST_FIRST_EDITS && learned(changed, List.of(first))) {
                    lessons.stream()
                            .filter(lesson -> !learned(changed, List.of(lesson)))
                            .findFirst()
                            .ifPresent(lesson -> almost.put(edit, lesson));
                }
                continue;
            }
            Proof proof = prove(changed);
            if (proof.holds()) {
                return List.of(edit);
            }
            lesson(proof).ifPresent(lesson -> {
                lessons.add(lesson);
                almost.put(edit, lesson);
            });
        }
        for (Map.Entry<Edit, Lesson> begun : almost.entrySet()) {
            Table changed = applied(table, begun.getKey());
            List<Lesson> both = new ArrayList<>(lessons);
            for (Edit second : edits(changed)) {
                Table twice = applied(changed, second);
                if (proofs >= MOST_PROOFS) {
                    return List.of();
                }
                if (learned(twice, both)) {
                    Proof proof = prove(twice);
                    if (proof.holds()) {
                        return List.of(begun.getKey(), second);
                    }
                    lesson(proof).ifPresent(both::add);
                }
            }
        }
        return List.of();
    }

    private static Optional<Lesson> lesson(Proof proof) {
        return proof instanceof Proof.Fails fails ? fails.atChain().map(at -> new Lesson(at, fails)) : Optional.empty();
    }

    private Proof prove(Table table) {
        proofs++;
        Lab lab = labs.get();
        stack(lab).ruleSet().replace(table.fresh());
        return claim.apply(lab);
    }

    /** Whether the evaluator decides about these packets as is wanted. */
    private boolean learned(Table table, List<Lesson> lessons) {
        NetStack stack = stack(judge());
        for (Lesson lesson : lessons) {
            WitnessAtChain packet = new WitnessAtChain(lesson.packet(), view.hook(), stack);
            Verdict verdict = ChainTraversal.run(table.fresh(), packet, RuleListener.SILENT);
            if (!wanted(lesson.failed(), verdict)) {
                return false;
            }
        }
        return true;
    }

    /** The lab whose addresses and sets count when rules are tried. */
    private Lab judge() {
        Lab known = judge;
        if (known == null) {
            known = labs.get();
            judge = known;
        }
        return known;
    }

    private static boolean wanted(Proof.Fails failed, Verdict verdict) {
        boolean accepted = verdict instanceof Verdict.Accept;
        return switch (failed.mismatch()) {
            case NOT_ACCEPTED, STRICTER -> accepted;
            case NOT_REJECTED, LOOSER -> !accepted;
            case OTHERWISE ->
                failed.reference()
                        .map(fate -> switch (fate) {
                            case Fate.Dropped dropped -> verdict instanceof Verdict.Drop;
                            case Fate.Rejected rejected -> verdict.equals(new Verdict.Reject(rejected.with()));
                            case Fate.Passed passed -> accepted;
                            case Fate.Delivered delivered -> accepted;
                            case Fate.Sent sent -> accepted;
                            case Fate.Lost lost -> true;
                            case Fate.Unproven unproven -> true;
                        })
                        .orElse(true);
        };
    }

    /** All single edits, those that people make first. */
    private List<Edit> edits(Table table) {
        List<Edit> edits = new ArrayList<>();
        for (Chain chain : table.chains()) {
            boolean asked = chain.name().equals(view.hook().name());
            if (asked) {
                edits.add(new Edit.Policy(chain.name(), chain.policyText().equals("DROP") ? "ACCEPT" : "DROP"));
            }
            if (asked || !chain.isBuiltIn()) {
                edits.addAll(new EditList(chain, view.hook(), pool).all());
            }
        }
        return edits;
    }

    /** A copy of a table with an edit made. */
    static Table applied(Table table, Edit edit) {
        Table copy = table.fresh();
        Chain chain = copy.chain(edit.chain()).orElseThrow();
        switch (edit) {
            case Edit.Delete e -> chain.rules().remove(e.number() - 1);
            case Edit.Insert e -> chain.rules().add(e.number() - 1, e.rule().fresh());
            case Edit.Move e -> chain.rules().add(e.to() - 1, chain.rules().remove(e.from() - 1));
            case Edit.Replace e -> chain.rules().set(e.number() - 1, e.rule().fresh());
            case Edit.Policy e -> chain.setPolicy(e.policy().equals("DROP") ? Verdict.DROP : Verdict.ACCEPT);
        }
        return copy;
    }
}
