package org.ringlab.proof.meaning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.ringlab.netfilter.rules.Chain;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.rules.NatTarget;
import org.ringlab.netfilter.rules.RejectWith;
import org.ringlab.netfilter.rules.Rule;
import org.ringlab.netfilter.rules.RuleSet;
import org.ringlab.netfilter.rules.Table;
import org.ringlab.netfilter.rules.TableName;
import org.ringlab.netfilter.rules.TrackingTarget;
import org.ringlab.proof.bdd.Bdd;

/** Rule sets on paper: what a chain of the filter table makes of packets that stand before it, whatever its host. */
public final class PaperMeaning {
    private PaperMeaning() {}

    /** Packets for rule sets on paper: the interfaces are those the rules name, and one that none names. */
    public static PacketSpace space(List<RuleSet> ruleSets) {
        Set<String> names = new TreeSet<>(Set.of("other0", "lo"));
        for (RuleSet rules : ruleSets) {
            names.addAll(ChainMeaning.interfaces(rules.tables()));
        }
        return new PacketSpace(names);
    }

    /** The packets that can stand before a chain of all these rule sets, with what their connections are like. */
    public static Standing standing(PacketSpace space, List<RuleSet> ruleSets, Hook hook) {
        boolean tracks = ruleSets.stream().anyMatch(RuleSet::needsConntrack);
        boolean untracked = ruleSets.stream().anyMatch(PaperMeaning::exempts);
        boolean translates = ruleSets.stream().anyMatch(PaperMeaning::translates);
        SymbolicPacket packet = space.anyPacket();
        int possible = Possible.at(hook, packet, tracks, untracked, true);
        Connections.track(packet, translates);
        return new Standing("", hook, possible, packet);
    }

    /** What a chain of a rule set on paper makes of the packets that stand before it. */
    public static World of(RuleSet rules, Standing standing) {
        List<Ending> endings = endings(rules, standing);
        int accepted = Bdd.FALSE;
        for (Ending ending : endings) {
            accepted = ending.fate().accepted() ? ending.where() : accepted;
        }
        return new World(standing.packet(), standing.where(), endings, List.of(standing), accepted, Bdd.TRUE);
    }

    private static List<Ending> endings(RuleSet rules, Standing standing) {
        SymbolicPacket packet = standing.packet().copy();
        Table table = rules.table(TableName.FILTER).orElseGet(() -> new Table(TableName.FILTER));
        ChainMeaning chains = ChainMeaning.run(table, standing.hook(), packet, standing.where(), Surroundings.NONE);
        List<Ending> endings = new ArrayList<>();
        endings.add(new Ending(new Fate.Passed(), chains.accepted(), packet));
        endings.add(new Ending(new Fate.Dropped(""), chains.dropped(), packet));
        for (Map.Entry<RejectWith, Integer> rejected : chains.rejected().entrySet()) {
            endings.add(new Ending(new Fate.Rejected("", rejected.getKey()), rejected.getValue(), packet));
        }
        endings.removeIf(ending -> ending.where() == Bdd.FALSE);
        return endings;
    }

    private static boolean exempts(RuleSet rules) {
        return targets(rules).stream()
                .anyMatch(rule -> rule.target() instanceof TrackingTarget.NoTrack
                        || rule.target() instanceof TrackingTarget.Ct ct && ct.notrack());
    }

    private static boolean translates(RuleSet rules) {
        return targets(rules).stream().anyMatch(rule -> rule.target() instanceof NatTarget);
    }

    private static List<Rule> targets(RuleSet rules) {
        List<Rule> all = new ArrayList<>();
        for (Table table : rules.tables()) {
            for (Chain chain : table.chains()) {
                all.addAll(chain.rules());
            }
        }
        return all;
    }
}
