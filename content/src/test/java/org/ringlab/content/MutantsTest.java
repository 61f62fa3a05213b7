package org.ringlab.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringlab.checks.Parsed;
import org.ringlab.content.Mutants.Mutant;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.JavaRunner;

/** Small mistakes in right answers: each kind of answer has its own, and what isn't noticed is named. */
class MutantsTest {
    private static final String ALL_KINDS = """
            exercise: 00-mini/e1-route
            version: 1
            title: {zh: 甲, en: a}
            minutes: 5
            answers:
              - {cell: rules, kind: commands, host: gw}
              - {cell: number, kind: number}
              - {cell: choice, kind: choice, options: {x: {zh: 甲, en: a}, y: {zh: 乙, en: b}, z: {zh: 丙, en: c}}}
              - {cell: table, kind: table, rows: [p0], columns: {frame: hex, who: word}}
              - {cell: java, kind: java, class: A, given: ""}
            lab: {name: l, hosts: {gw: {interfaces: {eth0: {segment: s, address: 10.0.0.1/24}}}}}
            checks:
              - {id: c, kind: sysctl, host: gw, key: net.ipv4.ip_forward, value: 1, title: {zh: 甲, en: a}, fail: {zh: 乙, en: b}}
            """;

    private static ExercisePack pack() {
        Parsed<ExercisePack> parsed = ExerciseReader.read(ALL_KINDS, null);
        return parsed.value().orElseThrow(() -> new AssertionError(parsed.problems()));
    }

    private static List<String> of(String cell, String answer) {
        ExercisePack pack = pack();
        return Mutants.of(pack, AnswerNotebook.of(pack, Map.of(cell, answer)), 100).stream()
                .map(Mutant::what)
                .sorted()
                .toList();
    }

    @Test
    void rulesLoseLinesConditionsAndTheirOrder() {
        assertEquals(
                List.of(
                        "rules line 2 behind the next: iptables -A FORWARD -s 10.0.0.0/8 -p tcp --dport 80 -j ACCEPT",
                        "rules line 2 with `-j DROP` for `-j ACCEPT`",
                        "rules line 2 with nothing for `--dport 80`",
                        "rules line 2 with nothing for `-s 10.0.0.0/8`",
                        "rules line 3 with `-j ACCEPT` for `-j REJECT`",
                        "rules without line 2: iptables -A FORWARD -s 10.0.0.0/8 -p tcp --dport 80 -j ACCEPT",
                        "rules without line 3: iptables -A FORWARD -j REJECT"),
                of(
                        "rules",
                        "# a comment\niptables -A FORWARD -s 10.0.0.0/8 -p tcp --dport 80 -j ACCEPT\niptables -A FORWARD -j REJECT\n"));
    }

    @Test
    void otherKindsHaveTheirOwnMistakes() {
        assertEquals(List.of("number line 1 with `0x100` for `0xff`"), of("number", "0xff KiB"));
        assertEquals(List.of("choice y instead of x", "choice z instead of x"), of("choice", "%%choice\nx"));
        assertEquals(
                List.of("table line 2 with `0` for `1f`", "table line 2 with `0` for `init`"),
                of("table", "%%table\np0 | 1f | init"));
        assertEquals(
                List.of(
                        "java line 1 with `2` for `1`",
                        "java line 1 with `<=` for `<`",
                        "java line 1 with `false` for `true`",
                        "java line 1 with `||` for `&&`"),
                of("java", "class A { boolean of(int a) { return a < 1 && true; } }"));
    }

    @Test
    void ofManyASampleIsTaken() {
        ExercisePack pack = pack();
        String notebook = AnswerNotebook.of(pack, Map.of("rules", "echo x\n".repeat(50)));
        assertEquals(50, Mutants.of(pack, notebook, 100).size());
        assertEquals(
                List.of("rules without line 1: echo x", "rules without line 26: echo x"),
                Mutants.of(pack, notebook, 2).stream().map(Mutant::what).toList());
    }

    @Test
    void whatTheChecksNoticeIsCountedAndTheRestNamed() {
        MutantSurvey survey = MutantSurvey.of(Mini.text(), List.of(), Mini.HIDDEN, 40, JavaRunner.NONE)
                .orElseThrow();
        assertTrue(survey.caught() >= 3, survey.toString());
        assertEquals(List.of(), survey.survivors(), survey.toString());
        ExerciseText blind = new ExerciseText(
                Mini.text().id(),
                Mini.text().exerciseYaml(),
                Mini.text().hiddenYaml().replaceFirst("value: 1\n", "value: 1\n    tolerance: 5\n"));
        MutantSurvey worse = MutantSurvey.of(blind, List.of(), Mini.HIDDEN, 40, JavaRunner.NONE)
                .orElseThrow();
        assertEquals(survey.caught() - 1, worse.caught());
        assertTrue(worse.toString().contains("not noticed: m-hops line 1 with `2` for `1`"), worse.toString());
    }

    @Test
    void whatRulesMeanIsProvenOfMutantsThatAreNotNoticed() {
        ExercisePack pack = pack();
        String right = """
                iptables -A INPUT -p tcp --dport 80 -j ACCEPT
                iptables -A INPUT -p udp --dport 53 -j ACCEPT
                iptables -A INPUT -j DROP
                """;
        String swapped = """
                iptables -A INPUT -p udp --dport 53 -j ACCEPT
                iptables -A INPUT -p tcp --dport 80 -j ACCEPT
                iptables -A INPUT -j DROP
                """;
        assertEquals(Optional.of(new MutantMeaning(true, "")), meaning(pack, swapped, right));
        MutantMeaning looser =
                meaning(pack, right.replace(" --dport 53", ""), right).orElseThrow();
        assertTrue(looser.packet().startsWith("lets through "), looser.packet());
        assertTrue(looser.packet().contains("UDP"), looser.packet());
        MutantMeaning stricter = meaning(pack, right.replace(" 80 -j ACCEPT", " 80 -j DROP"), right)
                .orElseThrow();
        assertTrue(stricter.packet().startsWith("keeps out "), stricter.packet());
        assertEquals(Optional.empty(), meaning(pack, right + "ip link set eth0 down\n", right), "not rules alone");
    }

    private static Optional<MutantMeaning> meaning(ExercisePack pack, String mutant, String right) {
        return MutantMeaning.of(
                pack,
                AnswerNotebook.of(pack, Map.of("rules", mutant)),
                AnswerNotebook.of(pack, Map.of("rules", right)));
    }

    @Test
    void aRightAnswerThatCanBeCopiedIsNamed(@TempDir Path hidden) throws IOException {
        Path folder = Files.createDirectories(hidden.resolve(Mini.text().id()));
        Files.writeString(folder.resolve("reference.yaml"), """
                answers:
                  m-gw: |
                    echo 1 > /proc/sys/net/ipv4/ip_forward
                    true
                  m-client: route add -net 172.18.0.0/16 gw 192.168.66.135
                  m-hops: 1
                """);
        String notebook = """
                {"cells": [{"source": ["Try:\\n", "  echo 1 > /proc/sys/net/ipv4/ip_forward\\n", "\\n", "  true"]},
                 {"source": "route add -net 172.18.0.0/16 gw 192.168.66.135"}]}""";
        assertEquals(
                List.of("m-gw"),
                MutantSurvey.of(Mini.text(), List.of(notebook), hidden, 1, JavaRunner.NONE)
                        .orElseThrow()
                        .told());
    }
}
