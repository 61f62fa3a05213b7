package org.ringlab.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.SeededRandom;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.host.tree.Node;
import org.ringlab.labfile.LabFile;
import org.ringlab.labfile.TextTree;

/** What a cell says, what it means, and how it is judged, for each kind of answer. */
class AnswerKindsTest {
    private static final LabSpec LAB = LabFile.yaml("""
            name: kinds
            hosts:
              client: {interfaces: {eth0: {segment: s, address: 10.0.0.1/24}}}
              server: {interfaces: {eth0: {segment: s, address: 10.0.0.2/24}}}
            services: [{host: server, kind: http, body: hello}]
            """).orThrow();

    private static final String CHOICE =
            "kind: choice, options: {dnat: {zh: 甲, en: a}, snat: {zh: 乙, en: b}, none: {zh: 丙, en: c}}";
    private static final String TABLE =
            "kind: table, rows: [p0, p1], columns: {present: number, frame: hex, who: word, ip: address}";

    private static AnswerSpec spec(String keys) {
        TextTree tree = TextTree.yaml("- {cell: a, " + keys + "}");
        List<Diagnostic> problems = new ArrayList<>(tree.diagnostics());
        List<AnswerSpec> specs =
                AnswerSpecReader.read(Node.root(tree.value(), tree.places(), problems), List.of("client", "server"));
        assertEquals(List.of(), problems);
        return specs.getFirst();
    }

    private static Answers answers(AnswerSpec spec, String source) {
        AnswerText read = AnswerText.read(spec, source);
        Answer answer = read.answer();
        assertNotNull(answer, read.problem().en());
        return new Answers(List.of(answer), Map.of(), Map.of());
    }

    private static CheckResult judge(AnswerSpec spec, String source, String check, String broken) {
        TextTree tree = TextTree.yaml("- {id: c, title: {zh: 甲, en: t}, fail: {zh: 乙, en: f}, " + check + "}");
        List<Diagnostic> problems = new ArrayList<>(tree.diagnostics());
        Node root = Node.root(tree.value(), tree.places(), problems);
        List<Check> checks = CheckReader.read(root, tree.places(), problems, Set.of());
        CellCheckReader.requireAnswers(root, checks, List.of(spec), Given.NONE);
        assertEquals(List.of(), problems);
        Answers answers = answers(spec, source);
        return CheckRunner.run(
                        checks,
                        () -> {
                            Lab lab = Lab.boot(LAB);
                            lab.run("server", broken);
                            answers.applyTo(lab);
                            return lab;
                        },
                        answers,
                        Map.of())
                .getFirst();
    }

    private static void expect(CheckResult result, Outcome outcome, String found, double share) {
        Observation seen = result.observation();
        assertNotNull(seen);
        assertEquals(
                outcome + " " + found + " " + share,
                result.outcome() + " " + seen.found() + " " + result.share(),
                seen.detail());
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'%%choice\ndnat' | PASS | dnat",
                "'DNAT' | PASS | dnat",
                "'%%choice\n# a comment\nanswer = \"dnat\";' | PASS | dnat",
                "'snat' | FAIL | snat",
                "'%%choice' | FAIL | none",
                "'dnat, snat' | FAIL | unreadable",
                "'masquerade' | FAIL | unreadable",
            })
    void aChoiceIsReadByItsWords(String source, Outcome outcome, String found) {
        String text = source.replace("\\n", "\n").replace("\\\"", "\"");
        expect(
                judge(spec(CHOICE), text, "kind: choice, cell: a, correct: dnat", ""),
                outcome,
                found,
                outcome == Outcome.PASS ? 1 : 0);
    }

    @ParameterizedTest(name = "{1} says {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: number | about seven | 'kind: number, cell: a, value: 7' | Expected one number | 应当只有一个数",
                "kind: number | 7 km | 'kind: number, cell: a, value: 7, unit: KiB' | The unit km | 单位 km 不对",
                "kind: number | '' | 'kind: number, cell: a, value: 7' | There is no number yet | 还没有填写数值",
                "'kind: choice, options: {x: {zh: 甲, en: a}, y: {zh: 乙, en: b}}' | z | 'kind: choice, cell: a, correct: x' | `z` is no option | 不是选项",
                "'kind: table, rows: [p0], columns: {frame: number}' | p9 1 | 'kind: table, cell: a, values: {p0: {frame: 1}}' | no such row | 没有这一行",
                "kind: probes | up | 'kind: probes, cell: a, flags: true' | 1:1: | 1:1:",
            })
    void whyAnAnswerCannotBeReadIsSaidWithTheCheckThatFails(
            String kind, String source, String check, String english, String chinese) {
        Text message = judge(spec(kind), source, check, "").message();
        assertTrue(message.en().startsWith("f") && message.en().contains(english), message.en());
        assertTrue(message.zh().startsWith("乙") && message.zh().contains(chinese), message.zh());
    }

    @ParameterizedTest(name = "{0}: {2} of it")
    @CsvSource(
            delimiter = '|',
            value = {
                "dnat snat | PASS | 1",
                "snat，dnat | PASS | 1",
                "dnat | FAIL | 0.5",
                "dnat none | FAIL | 0",
                "dnat snat none | FAIL | 0.5",
                "'' | FAIL | 0",
            })
    void severalOptionsEarnAPart(String source, Outcome outcome, double share) {
        AnswerSpec many = spec(CHOICE + ", multiple: true");
        CheckResult result = judge(many, source, "kind: choice, cell: a, correct: [dnat, snat], partial: true", "");
        assertEquals(outcome, result.outcome());
        assertEquals(share, result.share());
        double whole = judge(many, source, "kind: choice, cell: a, correct: [dnat, snat]", "")
                .share();
        assertEquals(outcome == Outcome.PASS ? 1 : 0, whole, "without partial it is all or nothing");
    }

    @Test
    void optionsAreShuffledForEachStudentAndAlwaysTheSameForOne() {
        AnswerSpec.Choice plain = (AnswerSpec.Choice) spec(CHOICE);
        AnswerSpec.Choice shuffled = (AnswerSpec.Choice) spec(CHOICE + ", shuffle: true");
        Set<List<String>> orders = new HashSet<>();
        for (long student = 0; student < 50; student++) {
            assertEquals(List.of("dnat", "snat", "none"), plain.order(student));
            assertEquals(shuffled.order(student), shuffled.order(student));
            assertEquals(Set.of("dnat", "snat", "none"), Set.copyOf(shuffled.order(student)));
            orders.add(shuffled.order(student));
        }
        assertEquals(6, orders.size());
    }

    @ParameterizedTest(name = "{0}: {1} {2} {3}")
    @CsvSource(
            delimiter = ';',
            value = {
                "%%table/| |present|frame|who|ip|/|---|---|---|---|---|/|p0|1|0x1f|ann|10.0.0.1|/|p1|0|-|-|10.0.0.2|; PASS; right; 1",
                "p0, 1, 1F, ANN, 10.0.0.1/P1,0,-,-,10.0.0.2; PASS; right; 1",
                "p0, 1, 1fh, ann, 10.0.0.1/p1,0x0,-,-,10.0.0.2; PASS; right; 1",
                "p0, 1, 31, ann, 10.0.0.1/p1,0,-,-,10.0.0.2; FAIL; p0.frame; 0.875",
                "p0, 1, 1f, bob, 10.0.0.9/p1,0,-,-,10.0.0.2; FAIL; 'p0.who,p0.ip'; 0.75",
                "p0, 1, 1f, ann, 10.0.0.1; FAIL; 'p1.present,p1.frame,p1.who,p1.ip'; 0.5",
                "|p0||||/|p1||||; FAIL; none; 0",
                "p7, 1, 1, 1, 1; FAIL; unreadable; 0",
                "p0, 1, 1f, ann, 10.0.0.1, more; FAIL; unreadable; 0",
                "p0, 1, 1f, ann, 10.0.0.1/p0, 1, 1f, ann, 10.0.0.1; FAIL; unreadable; 0",
            })
    void aTableIsJudgedCellByCell(String source, Outcome outcome, String found, double share) {
        String check = "kind: table, cell: a, values: {p0: {present: 1, frame: 0x1f, who: ann, ip: 10.0.0.1},"
                + " p1: {present: 0, frame: '-', who: '-', ip: 10.0.0.2}}";
        expect(judge(spec(TABLE), source.replace('/', '\n'), check, ""), outcome, found, share);
        assertEquals(
                outcome == Outcome.PASS ? 1 : 0,
                judge(spec(TABLE), source.replace('/', '\n'), check + ", partial: false", "")
                        .share());
    }

    @Test
    void aFileIsThereBeforeCommandsRun() {
        AnswerSpec file = spec("kind: file, host: server, path: /etc/httpd/conf/httpd.conf");
        AnswerSpec commands = new AnswerSpec.Commands("b", "server");
        Answer typed = AnswerText.read(commands, "systemctl restart httpd").answer();
        Answer written = AnswerText.read(
                        file, "%%file server:/etc/httpd/conf/httpd.conf\n  # $HOME `x`\nListen 8080\nEOF")
                .answer();
        assertNotNull(typed);
        assertNotNull(written);
        Lab lab = Lab.boot(LAB);
        List<Answers.Applied> applied = new Answers(List.of(typed, written), Map.of(), Map.of()).applyTo(lab);
        assertEquals(
                List.of(0, 0), applied.stream().map(a -> a.result().status()).toList());
        assertEquals(
                "  # $HOME `x`\nListen 8080\nEOF\n",
                lab.run("server", "cat /etc/httpd/conf/httpd.conf").stdout());
        assertEquals(0, lab.run("client", "curl -s http://10.0.0.2:8080/").status());
        assertNotEquals(0, lab.run("client", "curl -s http://10.0.0.2/").status());
    }

    @Test
    void aFileThatCannotBeWrittenSaysSoAsTheHostDoes() {
        Answers answers = answers(spec("kind: file, host: server, path: /no/such/folder"), "x");
        assertEquals(
                "bash: /no/such/folder: No such file or directory\n",
                answers.applyTo(Lab.boot(LAB)).getFirst().result().stderr());
    }

    @ParameterizedTest(name = "{0}, after {1}: flags {2} is {3}, {4}")
    @CsvSource(
            delimiter = '|',
            value = {
                "client http 10.0.0.2 -> ok body=hello | '' | false | PASS | quiet",
                "client http 10.0.0.2 -> ok body=hello | iptables -A INPUT -j DROP | true | PASS | flagged",
                "client http 10.0.0.2 -> ok | iptables -A INPUT -p icmp -j DROP | true | FAIL | quiet",
                "client http 10.0.0.2 -> timeout | '' | false | FAIL | flagged",
                "client tcp 10.0.0.2 port=23 -> refused,timeout | '' | false | PASS | quiet",
                "nobody ping 10.0.0.2 -> ok | '' | true | FAIL | no-host",
                "# nothing | '' | false | FAIL | no-probes",
                "client http 10.0.0.2 | '' | true | FAIL | unreadable",
                "client htp 10.0.0.2 -> ok | '' | true | FAIL | unreadable",
                "client run 10.0.0.2 -> ok | '' | true | FAIL | unreadable",
                "client http 10.0.0.2 -> ok colour=red | '' | true | FAIL | unreadable",
            })
    void probesAreJudgedByWhatTheyFlag(String source, String broken, boolean flags, Outcome outcome, String found) {
        CheckResult result = judge(spec("kind: probes"), source, "kind: probes, cell: a, flags: " + flags, broken);
        expect(result, outcome, found, outcome == Outcome.PASS ? 1 : 0);
    }

    @ParameterizedTest(name = "{0} with \"{1}\" needs {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'kind: file, host: server, path: /etc/motd' | %%file client:/etc/motd | %%file server:/etc/motd",
                "'kind: file, host: server, path: /etc/motd' | %%host server | %%file server:/etc/motd",
                "kind: repair | iptables -F | %%host client\\|server",
                "kind: repair | %%host gw | %%host client\\|server",
                "kind: probes | %%choice | %%probes",
                "'kind: java, class: A' | %%host server | // Java",
            })
    void aWrongHeaderIsNamed(String keys, String source, String wanted) {
        AnswerText read = AnswerText.read(spec(keys), source);
        assertTrue(
                read.problem().en().contains(wanted.replace("\\", "")),
                read.problem().en());
        assertTrue(
                read.problem().zh().contains(wanted.replace("\\", "")),
                read.problem().zh());
    }

    @Test
    void aRepairSaysItsHost() {
        AnswerSpec repair = spec("kind: repair");
        Lab lab = Lab.boot(LAB);
        answers(repair, "%%host client\nip link set eth0 down").applyTo(lab);
        assertEquals("client", lab.log().getFirst().host());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: file | missing: the host",
                "'kind: file, host: server, path: etc/motd' | is no path of a file",
                "'kind: file, host: server, path: /etc/../x' | is no path of a file",
                "'kind: choice, options: {a: {zh: 甲, en: a}}' | at least two options",
                "'kind: choice, options: {A b: {zh: 甲, en: a}, c: {zh: 甲, en: a}}' | is no word for an option",
                "'kind: table, rows: [a]' | missing: the columns",
                "'kind: table, rows: [a, a], columns: {x: hex}' | is no name for a row",
                "'kind: table, rows: [a], columns: {x: octal}' | unknown type of column",
                "'kind: repair, hosts: [gw]' | the lab has no host `gw`",
                "'kind: java, class: a b' | is no class name",
                "'kind: assembly, host: gw' | unknown key",
                "kind: essay | unknown kind of answer",
                "'kind: number, host: gw' | unknown key",
            })
    void saysWhatIsWrongWithAnExercise(String keys, String problem) {
        TextTree tree = TextTree.yaml("- {cell: a, " + keys + "}");
        List<Diagnostic> problems = new ArrayList<>(tree.diagnostics());
        AnswerSpecReader.read(Node.root(tree.value(), tree.places(), problems), List.of("client", "server"));
        assertTrue(problems.toString().contains(problem), problems.toString());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'kind: choice, cell: a, correct: dnet' | `dnet` is no option",
                "'kind: choice, cell: a, correct: [dnat, snat]' | wants several options",
                "'kind: choice, cell: b, correct: dnat' | is no answer of kind choice",
                "'kind: table, cell: a, values: {p0: {x: 1}}' | is no answer of kind table",
                "'kind: choice, cell: a' | missing: the right option",
            })
    void aCheckMustFitItsAnswer(String check, String problem) {
        TextTree tree = TextTree.yaml("- {id: c, title: {zh: 甲, en: t}, fail: {zh: 乙, en: f}, " + check + "}");
        List<Diagnostic> problems = new ArrayList<>(tree.diagnostics());
        Node root = Node.root(tree.value(), tree.places(), problems);
        CellCheckReader.requireAnswers(
                root, CheckReader.read(root, tree.places(), problems, Set.of()), List.of(spec(CHOICE)), Given.NONE);
        assertTrue(problems.toString().contains(problem), problems.toString());
    }

    @Test
    void noTextMakesAReaderThrow() {
        List<AnswerSpec> specs = List.of(
                spec(CHOICE),
                spec(TABLE),
                spec("kind: probes"),
                spec("kind: repair"),
                spec("kind: number"),
                spec("kind: file, host: server, path: /x"),
                spec("kind: java, class: A"));
        String junk = "%|,-> =\n\t0x#/:client http 10.0.0.2，；\u0000\u202ep0dnat";
        SeededRandom random = new SeededRandom(23);
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(60); n > 0; n--) {
                text.append(junk.charAt(random.nextInt(junk.length())));
            }
            for (AnswerSpec spec : specs) {
                AnswerText read = AnswerText.read(spec, text.toString());
                assertNotEquals(read.answer() == null, read.problem().isEmpty());
            }
        }
    }
}
