package org.ringlab.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringlab.netfilter.iptables.IptablesRestore;
import org.ringlab.netfilter.iptables.IptablesResult;
import org.ringlab.netfilter.iptables.Profile;
import org.ringlab.netfilter.link.Network;
import org.ringlab.netfilter.rules.ChainTraversal;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.rules.RuleListener;
import org.ringlab.netfilter.rules.RuleSet;
import org.ringlab.netfilter.rules.TableName;
import org.ringlab.netfilter.rules.Verdict;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.StackProfile;
import org.ringlab.proof.meaning.Ending;
import org.ringlab.proof.meaning.Fate;
import org.ringlab.proof.meaning.PacketSpace;
import org.ringlab.proof.meaning.PaperMeaning;
import org.ringlab.proof.meaning.Standing;
import org.ringlab.proof.meaning.World;

/** Holds the symbolic meaning of rule sets to the evaluator: rules by chance, packets by chance, one verdict. */
class MeaningTest {
    private static final int RULE_SETS = 150;
    private static final int PACKETS = 25;

    static RuleSet read(String dump) {
        RuleSet rules = new RuleSet();
        IptablesResult result = IptablesRestore.run(rules, List.of(), dump, Profile.RECORDED);
        assertEquals("", result.stderr(), dump);
        return rules;
    }

    @Test
    void evaluatorAndDiagramsAgree() {
        NetStack stack = new NetStack("h", new Network(1), StackProfile.RECORDED, true);
        Samples samples = new Samples(7, List.of("10.1.2.3", "10.9.2.1", "192.168.7.7", "172.18.1.1", "1.1.1.1"));
        int accepted = 0;
        for (int seed = 1; seed <= RULE_SETS; seed++) {
            String dump = new RandomRules(seed).filter(14);
            RuleSet rules = read(dump);
            PacketSpace space = PaperMeaning.space(List.of(rules));
            Standing standing = PaperMeaning.standing(space, List.of(rules), Hook.FORWARD);
            World world = PaperMeaning.of(rules, standing);
            assertEquals(List.of(), List.copyOf(space.unknowns().keySet()), dump);
            for (int i = 0; i < PACKETS; i++) {
                BitSet set = samples.one(standing.packet(), standing.where());
                Witness witness = Witness.of(standing.packet(), set);
                WitnessAtChain packet = new WitnessAtChain(witness, Hook.FORWARD, stack);
                Verdict verdict =
                        ChainTraversal.run(rules.touch(TableName.FILTER).fresh(), packet, RuleListener.SILENT);
                List<Fate> fates = world.endings().stream()
                        .filter(e -> space.bdd().holds(e.where(), set))
                        .map(Ending::fate)
                        .toList();
                assertEquals(List.of(fate(verdict)), fates, () -> witness + " " + witness.fields() + "\n" + dump);
                accepted += verdict instanceof Verdict.Accept ? 1 : 0;
            }
        }
        assertTrue(accepted > 500 && accepted < RULE_SETS * PACKETS - 500, "both verdicts occur: " + accepted);
    }

    private static Fate fate(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accept accept -> new Fate.Passed();
            case Verdict.Drop drop -> new Fate.Dropped("");
            case Verdict.Reject(var with) -> new Fate.Rejected("", with);
            case Verdict.Translate translate -> throw new AssertionError("no nat here");
        };
    }
}
