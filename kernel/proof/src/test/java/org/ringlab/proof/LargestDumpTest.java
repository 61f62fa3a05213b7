package org.ringlab.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.ringlab.common.SeededRandom;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.rules.RuleSet;

/** Rule sets of the size of a company's firewall, against mutants of themselves. */
class LargestDumpTest {
    /** Some six hundred rules in ten chains, with a state in front. */
    static String large() {
        SeededRandom random = new SeededRandom(11);
        StringBuilder s = new StringBuilder("*filter\n:INPUT ACCEPT [0:0]\n:FORWARD DROP [0:0]\n");
        for (int chain = 0; chain < 10; chain++) {
            s.append(":dept").append(chain).append(" - [0:0]\n");
        }
        s.append("-A FORWARD -m state --state RELATED,ESTABLISHED -j ACCEPT\n");
        for (int chain = 0; chain < 10; chain++) {
            s.append("-A FORWARD -s 10.")
                    .append(chain)
                    .append(".0.0/16 -j dept")
                    .append(chain)
                    .append('\n');
            for (int rule = 0; rule < 60; rule++) {
                s.append("-A dept")
                        .append(chain)
                        .append(" -d 172.")
                        .append(random.nextInt(200))
                        .append('.')
                        .append(random.nextInt(250))
                        .append(".0/24 -p tcp -m tcp --dport ")
                        .append(1 + random.nextInt(60_000))
                        .append(" -j ")
                        .append(random.nextInt(3) == 0 ? "DROP" : "ACCEPT")
                        .append('\n');
            }
        }
        return s.append("COMMIT\n").toString();
    }

    /** Real rule sets of others, kept outside: each without one of its rules at a time; the time taken is printed. */
    @Test
    void recordedRuleSetsDifferFromTheirMutants() throws IOException {
        String root = System.getProperty("ringlab.conformance");
        Path dump = Path.of(String.valueOf(root), "netfilter", "dumps", "company-main-firewall.save");
        Assumptions.assumeTrue(Files.exists(dump), "ringlab.conformance names no folder with " + dump.getFileName());
        String text = Files.readString(dump);
        List<String> lines = text.lines().toList();
        int differing = 0;
        long slowest = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("-A FW")) {
                List<String> mutant = new ArrayList<>(lines);
                mutant.remove(i);
                long begin = System.nanoTime();
                RuleSet mine = MeaningTest.read(String.join("\n", mutant) + "\n");
                Proof proof = Prover.same(mine, MeaningTest.read(text), Hook.FORWARD);
                slowest = Math.max(slowest, System.nanoTime() - begin);
                differing += proof instanceof Proof.Fails ? 1 : 0;
                assertTrue(proof.holds() || proof instanceof Proof.Fails, lines.get(i));
            }
        }
        System.out.println(differing + " mutants of the largest recorded rule set told apart, the slowest in "
                + slowest / 1_000_000 + " ms");
        assertTrue(differing > 0);
    }

    @Test
    void aMutantIsToldFromTheOriginal() {
        List<String> lines = new ArrayList<>(large().lines().toList());
        RuleSet original = MeaningTest.read(large());
        assertTrue(
                Prover.same(MeaningTest.read(large()), original, Hook.FORWARD).holds());
        int place = lines.size() - 3;
        String rule = lines.get(place);
        lines.set(place, rule.endsWith("ACCEPT") ? rule.replace("ACCEPT", "DROP") : rule.replace("DROP", "ACCEPT"));
        Proof proof = Prover.same(MeaningTest.read(String.join("\n", lines) + "\n"), original, Hook.FORWARD);
        Proof.Fails fails = assertInstanceOf(Proof.Fails.class, proof);
        String port = rule.replaceAll(".*--dport (\\d+) .*", "$1");
        assertEquals(
                port,
                fails.witness().toString().replaceAll(".*\\.(\\d+): TCP.*", "$1"),
                fails.witness() + " shows " + rule);
    }
}
