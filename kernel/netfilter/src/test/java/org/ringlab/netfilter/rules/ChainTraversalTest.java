package org.ringlab.netfilter.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.netfilter.iptables.IptablesRestore;
import org.ringlab.netfilter.iptables.Profile;

/** The way of a packet through chains, as its trace tells it. */
class ChainTraversalTest {
    /** Writes {@code CHAIN NUMBER} for a rule that matched, {@code CHAIN NUMBER(what failed)} for one that didn't. */
    private static final class Trace implements RuleListener {
        private final List<String> steps = new ArrayList<>();

        @Override
        public void compared(TableName table, String chain, int number, Rule rule, String failed) {
            steps.add(chain + " " + number + (failed.isEmpty() ? "" : "(" + failed + ")"));
        }

        @Override
        public void policy(TableName table, String chain, Verdict policy) {
            steps.add("policy " + chain);
        }

        @Override
        public void logged(String line) {
            steps.add("log " + line.substring(0, line.indexOf(" OUT=")));
        }
    }

    private static String run(WrittenRules rules, String packet) {
        Trace trace = new Trace();
        Verdict verdict = ChainTraversal.run(rules.filter(), WrittenPacket.of(packet), trace);
        String end = switch (verdict) {
            case Verdict.Accept accept -> "ACCEPT";
            case Verdict.Drop drop -> "DROP";
            case Verdict.Translate translate -> translate.target().text();
            case Verdict.Reject reject -> reject.with().text();
        };
        return String.join(", ", trace.steps) + " = " + end;
    }

    /** Rules of each case are joined by {@code ;}. User chains a and b exist, the policy of FORWARD is DROP. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # The first rule that decides does so.
            -A FORWARD -j ACCEPT; -A FORWARD -j DROP                  | FORWARD 1 = ACCEPT
            -A FORWARD -p udp -j DROP; -A FORWARD -j ACCEPT           | FORWARD 1(-p udp), FORWARD 2 = ACCEPT
            -A FORWARD -j REJECT                                      | FORWARD 1 = icmp-port-unreachable
            -A FORWARD -p tcp -j REJECT --reject-with tcp-reset       | FORWARD 1 = tcp-reset
            # The first condition that fails is named.
            -A FORWARD -s 10.0.0.1 -p tcp --dport 22 -m mark --mark 1 | FORWARD 1(-m tcp --dport 22), policy FORWARD = DROP
            -A FORWARD ! -i eth0 -p udp -j DROP                       | FORWARD 1(! -i eth0), policy FORWARD = DROP
            # A rule without a target, and LOG, go on.
            -A FORWARD; -A FORWARD -j ACCEPT                          | FORWARD 1, FORWARD 2 = ACCEPT
            -A FORWARD -j LOG --log-prefix x; -A FORWARD -j ACCEPT    | FORWARD 1, log xIN=eth0, FORWARD 2 = ACCEPT
            # No rule: the policy.
            -F                                                        | policy FORWARD = DROP
            -P FORWARD ACCEPT                                         | policy FORWARD = ACCEPT
            # A jump comes back to the rule after it, at the chain's end or by RETURN.
            -A FORWARD -j a; -A FORWARD -j ACCEPT; -A a -p udp        | FORWARD 1, a 1(-p udp), FORWARD 2 = ACCEPT
            -A FORWARD -j a; -A FORWARD -j ACCEPT; -A a -j RETURN; -A a -j DROP | FORWARD 1, a 1, FORWARD 2 = ACCEPT
            -A FORWARD -j a; -A FORWARD -j ACCEPT                     | FORWARD 1, FORWARD 2 = ACCEPT
            -A FORWARD -j a; -A a -j b; -A a -j ACCEPT; -A b -j RETURN | FORWARD 1, a 1, b 1, a 2 = ACCEPT
            -A FORWARD -j a; -A FORWARD -j a; -A a                    | FORWARD 1, a 1, FORWARD 2, a 1, policy FORWARD = DROP
            # RETURN in a built-in chain applies the policy.
            -A FORWARD -j RETURN; -A FORWARD -j ACCEPT                | FORWARD 1, policy FORWARD = DROP
            # A goto comes back where the chain it left would have; from a built-in chain to the policy.
            -A FORWARD -j a; -A FORWARD -j ACCEPT; -A a -g b; -A a -j DROP; -A b | FORWARD 1, a 1, b 1, FORWARD 2 = ACCEPT
            -A FORWARD -g a; -A FORWARD -j ACCEPT; -A a               | FORWARD 1, a 1, policy FORWARD = DROP
            -A FORWARD -g a; -A FORWARD -j ACCEPT; -A a -j RETURN     | FORWARD 1, a 1, policy FORWARD = DROP
            -A FORWARD -g a; -A a -j b; -A a -j ACCEPT; -A b -j RETURN | FORWARD 1, a 1, b 1, a 2 = ACCEPT
            """)
    void traces(String commands, String expected) {
        WrittenRules rules = WrittenRules.of("-N a\n-N b\n-P FORWARD DROP");
        for (String command : commands.split(";")) {
            rules.type(command);
        }
        assertEquals(expected, run(rules, "tcp"));
    }

    @Test
    void countsEveryMatchAndThePolicyOfBuiltInChainsOnly() {
        WrittenRules rules = WrittenRules.of("""
                -P FORWARD DROP
                -N a
                -A FORWARD
                -A FORWARD -p tcp -j a
                -A FORWARD -p icmp -j ACCEPT
                -A a -p tcp --dport 80 -j RETURN
                -A a -j ACCEPT
                """);
        run(rules, "tcp size=100"); // 20 + 20 + 12 + 100 bytes; comes back, and meets the policy
        run(rules, "tcp dport=22 options=0");
        run(rules, "icmp size=56");
        assertEquals("""
                [3:276] \n\
                [2:192] -p tcp -j a
                [1:84] -p icmp -j ACCEPT
                """, rules.counted("FORWARD"));
        assertEquals("""
                [1:152] -p tcp -m tcp --dport 80 -j RETURN
                [1:40] -j ACCEPT
                """, rules.counted("a"));
        Chain forward = rules.filter().chain("FORWARD").orElseThrow();
        assertEquals("[1:152]", forward.policyCounters().toString());
        assertEquals(
                "[0:0]",
                rules.filter().chain("a").orElseThrow().policyCounters().toString());
    }

    @Test
    void tableWithoutAChainAtTheHookLetsThrough() {
        assertEquals(" = ACCEPT", run(WrittenRules.of("-P FORWARD DROP"), "tcp hook=PREROUTING"));
    }

    /** The chains' depth is bounded by nothing but memory: no recursion. */
    @Test
    void longChainsOfJumps() {
        StringBuilder commands = new StringBuilder("*filter\n");
        for (int i = 0; i < 2000; i++) {
            commands.append(":c").append(i).append(" - [0:0]\n");
        }
        commands.append("-A FORWARD -j c0\n");
        for (int i = 0; i < 1999; i++) {
            commands.append("-A c").append(i).append(" -j c").append(i + 1).append('\n');
        }
        commands.append("-A c1999 -j DROP\nCOMMIT\n");
        RuleSet rules = new RuleSet();
        var restored = IptablesRestore.run(rules, List.of(), commands.toString(), Profile.RECORDED);
        assertEquals("", restored.stderr());
        assertEquals(
                Verdict.DROP,
                ChainTraversal.run(rules.touch(TableName.FILTER), WrittenPacket.of("tcp"), RuleListener.SILENT));
    }
}
