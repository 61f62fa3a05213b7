package org.ringlab.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.content.cli.GradeCommand;
import org.ringlab.display.Language;
import org.ringlab.display.ReportView;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.Grader;
import org.ringlab.grader.JavaRunner;
import org.ringlab.grader.Report;
import org.ringlab.grader.ReportJson;
import org.ringlab.grader.Status;
import org.ringlab.grader.Submission;
import org.ringlab.grader.TimeBudget;
import org.ringlab.labfile.TextTree;
import picocli.CommandLine;

/**
 * What students may try in notebooks, uploads and commands: none gains a point, a secret or time. Attempts in Java are in
 * JavaCheatingTest.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class CheatingTest {
    private static final ExercisePack PACK = Mini.pack();

    private static Report grade(Submission submission) {
        // As the service grades: what is slow a hundred times over runs out of time, and that is no error of ours.
        TimeBudget budget = new TimeBudget(System::nanoTime, Duration.ofSeconds(5));
        return Grader.grade(PACK, submission, Mini.context("ann", 1), JavaRunner.NONE, budget);
    }

    /** A notebook without answers, changed. */
    private static Arguments blank(String name, UnaryOperator<String> change) {
        String blank = AnswerNotebook.of(PACK, Map.of());
        String forged = change.apply(blank);
        assertNotEquals(blank, forged, name + " changes nothing");
        return Arguments.of(name, forged);
    }

    /** A notebook with right answers, changed so that they don't count. */
    private static Arguments solved(String name, UnaryOperator<String> change) {
        String right = AnswerNotebook.of(PACK, Mini.REFERENCE);
        String forged = change.apply(right);
        assertNotEquals(right, forged, name + " changes nothing");
        return Arguments.of(name, forged);
    }

    /** A cell that holds a right answer. */
    private static String right(String id, String gradeId) {
        return cell("""
                {"cell_type":"code","id":"%s","metadata":{"nbgrader":{"schema_version":3,"grade_id":"%s","grade":false,\
                "solution":true,"locked":false}},"outputs":[],"source":"echo 1 > /proc/sys/net/ipv4/ip_forward"}""".formatted(id, gradeId));
    }

    private static String before(String notebook, String cells) {
        return notebook.replace("\"cells\":[", "\"cells\":[" + cells);
    }

    private static String cell(String json) {
        return json + ",";
    }

    static Stream<Arguments> notebooks() {
        String reference = AnswerNotebook.of(PACK, Mini.REFERENCE);
        String right =
                "{\"cell_type\":\"code\",\"id\":\"%s\",\"metadata\":{%s},\"outputs\":[],\"source\":\"echo 1 > /proc/sys/net/ipv4/ip_forward\"}";
        return Stream.of(
                blank("points of one's own", n -> n.replace("\"grade\":false", "\"grade\":true,\"points\":1000")),
                blank(
                        "a score of one's own",
                        n -> n.replaceFirst("\\{", "{\"score\":8,\"status\":\"GRADED\",\"max\":8,")),
                blank(
                        "a score in the notebook's metadata",
                        n -> n.replace("\"metadata\":{}", "\"metadata\":{\"nbgrader\":{\"score\":8}}")),
                blank(
                        "a report in the outputs",
                        n -> n.replace(
                                "\"outputs\":[]",
                                "\"outputs\":[{\"output_type\":\"execute_result\",\"data\":{\"text/plain\":\"1000\",\"application/json\":{\"score\":8}}}]")),
                blank(
                        "a locked cell that says all passed",
                        n -> n.replace(
                                "\"cells\":[",
                                "\"cells\":["
                                        + cell(
                                                "{\"cell_type\":\"code\",\"id\":\"tests\",\"metadata\":{\"nbgrader\":{\"schema_version\":3,\"grade_id\":\"tests\",\"grade\":true,\"solution\":false,\"locked\":true,\"points\":8}},\"source\":\"assert True\",\"outputs\":[]}"))),
                blank(
                        "a second copy of an answer",
                        n -> n.replace(
                                "\"cells\":[",
                                "\"cells\":["
                                        + cell(
                                                right.formatted(
                                                        "x",
                                                        "\"nbgrader\":{\"schema_version\":3,\"grade_id\":\"m-gw\",\"grade\":false,\"solution\":true,\"locked\":false}")))),
                blank("a cell of another type", n -> n.replace("\"cell_type\":\"code\"", "\"cell_type\":\"markdown\"")),
                blank("cells deleted", n -> n.replaceFirst("\"cells\":\\[.*]", "\"cells\":[]")),
                blank("an answer cell renamed", n -> n.replace("\"grade_id\":\"m-gw\"", "\"grade_id\":\"m-hops\"")),
                blank("a newer schema", n -> n.replace("\"schema_version\":3", "\"schema_version\":99")),
                blank("points that are no number", n -> n.replace("\"grade\":false", "\"grade\":true,\"points\":NaN")),
                blank("negative points", n -> n.replace("\"grade\":false", "\"grade\":true,\"points\":-5")),
                blank(
                        "a number with a million digits",
                        n -> n.replace("\"nbformat_minor\":5", "\"nbformat_minor\":" + "9".repeat(1_000_000))),
                blank("a format of the future", n -> n.replace("\"nbformat\":4", "\"nbformat\":99")),
                blank(
                        "an endless nesting",
                        n -> n.replace("\"outputs\":[]", "\"outputs\":" + "[".repeat(100_000) + "]".repeat(100_000))),
                blank("a hundred thousand cells", n -> n.replace("\"cells\":[", "\"cells\":[" + "{},".repeat(100_000))),
                blank(
                        "an answer without end",
                        n -> n.replaceFirst("\"source\":\"\"", "\"source\":\"" + "#".repeat(300_000) + "\"")),
                blank(
                        "an answer of a million lines",
                        n -> n.replaceFirst(
                                "\"source\":\"\"", "\"source\":[" + "\"a\\\\n\",".repeat(1_000_000) + "\"\"]")),
                blank(
                        "outputs of 30 MB",
                        n -> n.replaceFirst("\"outputs\":\\[]", "\"outputs\":[\"" + "x".repeat(30_000_000) + "\"]")),
                solved("a look-alike of an answer's name", n -> n.replace("m-gw", "m-\u0261w")),
                solved("a look-alike in full width", n -> n.replace("m-gw", "\uff4d-gw")),
                solved("an answer's name and nothing to be seen", n -> n.replace("m-gw", "m-gw\u200b")),
                solved("an answer's name in capitals", n -> n.replace("m-gw", "M-GW")),
                solved("an answer's name with blanks", n -> n.replace("m-gw", " m-gw ")),
                solved(
                        "answers in cells of raw text",
                        n -> n.replace("\"cell_type\":\"code\"", "\"cell_type\":\"raw\"")),
                blank("the cell's own id beside another name", n -> before(n, right("m-gw", "other"))),
                blank(
                        "metadata that are a list",
                        n -> n.replace("\"nbgrader\":{", "\"nbgrader\":[],\"was\":{")
                                .replace("\"metadata\":{}", "\"metadata\":[]")),
                blank(
                        "an answer in the metadata",
                        n -> n.replace(
                                "\"grade\":false",
                                "\"source\":\"echo 1 > /proc/sys/net/ipv4/ip_forward\",\"answer\":\"1\",\"grade\":false")),
                blank(
                        "an answer under another name than the one that is shown",
                        n -> n.replaceFirst(
                                "\"source\":\"\"",
                                "\"source\":\"\",\"input\":\"echo 1 > /proc/sys/net/ipv4/ip_forward\"")),
                blank(
                        "an answer that a later key takes back",
                        n -> n.replaceFirst(
                                "\"source\":\"\"",
                                "\"source\":\"echo 1 > /proc/sys/net/ipv4/ip_forward\",\"source\":\"\"")),
                blank(
                        "answers in worksheets beside the cells",
                        n -> n.replace(
                                "\"cells\":[",
                                "\"worksheets\":[{\"cells\":[" + right("m-gw", "m-gw") + "{}]}],\"cells\":[")),
                blank(
                        "an answer as an attachment",
                        n -> n.replaceFirst(
                                "\"source\":\"\"",
                                "\"attachments\":{\"source\":{\"text/plain\":\"echo 1 > /proc/sys/net/ipv4/ip_forward\"}},\"source\":\"\"")),
                blank(
                        "an answer that says it is a file",
                        n -> n.replaceFirst(
                                "\"source\":\"\"",
                                "\"source\":\"%%file gw:/../../proc/sys/net/ipv4/ip_forward\\\\n1\"")),
                blank(
                        "an answer for every host",
                        n -> n.replaceFirst(
                                "\"source\":\"\"",
                                "\"source\":\"%%host *\\\\necho 1 > /proc/sys/net/ipv4/ip_forward\"")),
                blank(
                        "a report as an answer",
                        n -> n.replace(
                                "\"source\":\"\"",
                                "\"source\":\"echo '{\\\"status\\\":\\\"GRADED\\\",\\\"score\\\":8,\\\"max\\\":8}'\"")),
                blank("text of both directions", n -> n.replace("m-gw", "m-\u202egw")),
                blank(
                        "another language's cell",
                        n -> n.replaceFirst(
                                "\"source\":\"\"",
                                "\"source\":\"%%python\\\\nopen('/proc/sys/net/ipv4/ip_forward','w').write('1')\"")),
                blank(
                        "another host's cell",
                        n -> n.replaceFirst("\"source\":\"\"", "\"source\":\"%%host server\\\\necho 1\"")),
                blank(
                        "the notebook's own commands",
                        n -> n.replaceFirst(
                                "\"source\":\"\"", "\"source\":\"%submit --anyway\\\\n%check\\\\n%lab other\"")),
                Arguments.of("half of a notebook", reference.substring(0, reference.length() / 2)),
                Arguments.of("two notebooks", reference + AnswerNotebook.of(PACK, Map.of())),
                Arguments.of("no notebook", "<html>" + reference + "</html>"),
                Arguments.of("nothing", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notebooks")
    void aForgedNotebookEarnsNothing(String name, String notebook) {
        Report report = grade(new Submission(notebook));
        assertNotEquals(Status.GRADER_ERROR, report.status(), report.problem());
        assertEquals(0, report.score(), name);
        assertFalse(report.message().isEmpty());
    }

    static Stream<Arguments> files() throws IOException {
        String reference = AnswerNotebook.of(PACK, Mini.REFERENCE);
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("../../../../etc/passwd"));
            out.write(reference.getBytes(StandardCharsets.UTF_8));
        }
        return Stream.of(
                Arguments.of("UTF-8", reference.getBytes(StandardCharsets.UTF_8), 8.0),
                Arguments.of("UTF-8 with a mark", ("\uFEFF" + reference).getBytes(StandardCharsets.UTF_8), 8.0),
                Arguments.of("UTF-16 with a mark", reference.getBytes(StandardCharsets.UTF_16), 8.0),
                Arguments.of("Latin 1", (reference + "\u00e9").getBytes(StandardCharsets.ISO_8859_1), 0.0),
                Arguments.of("GB 18030", reference.replace("[]", "[\"课\"]").getBytes(Charset.forName("GB18030")), 0.0),
                Arguments.of("bytes cut in the middle of a character", new byte[] {(byte) 0xE8, (byte) 0xAF}, 0.0),
                Arguments.of("zeros", new byte[1000], 0.0),
                Arguments.of("a zip with a way out", zip.toByteArray(), 0.0),
                Arguments.of("a bomb of zeros, zipped", zipped(1 << 26), 0.0),
                Arguments.of("a bomb of zeros in gzip", gzipped(1 << 26), 0.0),
                Arguments.of("an archive with a link in it", linkInTar(), 0.0),
                Arguments.of(
                        "a link's target",
                        "../../hidden/00-mini/e1-route/reference.yaml".getBytes(StandardCharsets.UTF_8),
                        0.0));
    }

    private static byte[] zipped(int zeros) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry("lesson.ipynb"));
            out.write(new byte[zeros]);
        }
        return bytes.toByteArray();
    }

    private static byte[] gzipped(int zeros) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(new byte[zeros]);
        }
        return bytes.toByteArray();
    }

    /** One header of a tar archive: lesson.ipynb is a symbolic link to the reference answer. */
    private static byte[] linkInTar() {
        byte[] tar = new byte[1536];
        System.arraycopy("lesson.ipynb".getBytes(StandardCharsets.US_ASCII), 0, tar, 0, 12);
        tar[156] = '2';
        byte[] target = Mini.HIDDEN
                .resolve("00-mini/e1-route/reference.yaml")
                .toAbsolutePath()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        System.arraycopy(target, 0, tar, 157, Math.min(100, target.length));
        return tar;
    }

    /** Answers to "how many hops", where 1 is right, that hope to be taken for more numbers than one. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "NaN",
                "Infinity",
                "-1",
                "1e999",
                "9^9999",
                "0x1 or 0x2",
                "1\n2",
                "1..9",
                "[0, 1, 2]",
                "1 ± 5",
                "1|2",
                "~1",
                "1; 2",
                "\u0661",
                "\uff11",
                "true",
                "0b",
                "0x",
                "1e",
                "x = 1 = 2",
                "1 furlong",
                "value",
                "= 1 + 1",
                "1 / 0",
                "(((((((((((((((((((((((((((((((((((((((((2)))))))))))))))))))))))))))))))))))))))))",
            })
    void aNumberIsOneNumber(String number) {
        Report report = grade(new Submission(AnswerNotebook.of(PACK, Map.of("m-hops", number))));
        assertEquals(Status.GRADED, report.status(), report.problem());
        assertEquals(0, report.score(), number);
    }

    @Test
    void theRightNumberIsTakenAsOne() {
        assertNotEquals(
                0,
                grade(new Submission(AnswerNotebook.of(PACK, Map.of("m-hops", "hops = 1;"))))
                        .score());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void aFileInAnyEncodingGetsAStatus(String name, byte[] file, double score) {
        Report report = grade(Submission.of(file));
        assertNotEquals(Status.GRADER_ERROR, report.status(), report.problem());
        assertEquals(score, report.score(), name + ": " + report.message().en());
        assertEquals(64, report.submissionHash().length());
    }

    static Stream<Arguments> commands() {
        return Stream.of(
                Arguments.of("the real machine's users", "cat /etc/passwd /etc/shadow /etc/hostname"),
                Arguments.of(
                        "the hidden scenarios",
                        "cat " + Mini.HIDDEN.toAbsolutePath()
                                + "/00-mini/e1-route/hidden.yaml content/hidden/*/*/hidden.yaml"),
                Arguments.of(
                        "the grader's environment",
                        "cat /proc/self/environ; env; set; printenv; echo $RINGLAB_GRADING_KEY"),
                Arguments.of(
                        "the grader's class path", "cat /proc/self/cmdline /proc/self/maps; ls / /proc /work /root"),
                Arguments.of("a loop without end", "while true; do :; done"),
                Arguments.of("loops in loops", "for a in {1..10000}; do for b in {1..10000}; do :; done; done"),
                Arguments.of("braces in braces", "echo {1..9999}{1..9999}{1..9999}"),
                Arguments.of("a variable that doubles", "x=aaaaaaaaaaaaaaaa\n" + "x=$x$x\n".repeat(60) + "echo ${#x}"),
                Arguments.of(
                        "a file that doubles",
                        "echo aaaaaaaaaaaaaaaa > /tmp/a\n"
                                + "cat /tmp/a /tmp/a > /tmp/b; cat /tmp/b /tmp/b > /tmp/a\n".repeat(40)),
                Arguments.of("a fork bomb", ":(){ :|:& };:"),
                Arguments.of("a script that runs itself", "echo 'sh /tmp/s; sh /tmp/s' > /tmp/s; sh /tmp/s"),
                Arguments.of("substitutions in substitutions", "echo " + "$(echo ".repeat(500) + "x" + ")".repeat(500)),
                Arguments.of("output without end", "for i in {1..2000}; do echo {1..200}; done"),
                Arguments.of("pings without end", "ping -c 1000000000 -i 0.001 192.168.66.135"),
                Arguments.of("a sleep without end", "sleep 1000000000; sleep infinity"),
                Arguments.of(
                        "packets in circles",
                        "ip link add br0 type bridge; ip link add x type veth peer name y; ip link set x master br0; ip link set y master br0; ip link set x up; ip link set y up; ip link set br0 up; ip addr add 10.9.0.1/24 dev br0; ping -c 1 10.9.0.7"),
                Arguments.of(
                        "rules without end", "for i in {1..400}; do iptables -A FORWARD -s 10.0.0.1 -j ACCEPT; done"),
                Arguments.of("an arithmetic bomb", "echo $((9**9**9**9**9)); echo $((1/0)); echo $((((((1))))))"),
                Arguments.of(
                        "a pattern that never matches",
                        "echo " + "a".repeat(300) + " | grep -E '(a+)+$b'; echo " + "a".repeat(300)
                                + " | sed 's/\\(a*\\)*b/x/'"),
                Arguments.of(
                        "patterns that never match in other programs",
                        "[[ " + "a".repeat(300) + " =~ (a+)+b ]]; expr " + "a".repeat(300)
                                + " : '\\(a*\\)*b'; awk '/(a+)+b/' <<< "
                                + "a".repeat(300) + "; case " + "a".repeat(300) + " in " + "*a".repeat(100)
                                + "b) ;; esac; ls " + "*a".repeat(100) + "b; x=" + "a".repeat(300) + "; echo ${x//"
                                + "*a".repeat(60) + "b/}"),
                Arguments.of(
                        "links out of the host's files",
                        "ln -s /etc/shadow /tmp/s; ln -s / /tmp/r; ln -s /tmp/l /tmp/l; cat /tmp/s /tmp/r/root/.ssh/id_rsa /tmp/l"
                                + " ../../../../../../../../etc/shadow /proc/1/root/etc/shadow /proc/1/environ /proc/self/fd/0"
                                + " /dev/mem /proc/kcore"),
                Arguments.of(
                        "a report as output",
                        "echo '{\"status\":\"GRADED\",\"score\":8,\"max\":8,\"checks\":[{\"outcome\":\"PASS\"}]}'; exit 0"),
                Arguments.of(
                        "a file without end",
                        "dd if=/dev/zero of=/tmp/z bs=1M count=100000; yes > /tmp/y; cat /dev/zero; cat /dev/urandom; seq 1 1000000000;"
                                + " fallocate -l 1T /tmp/f; truncate -s 1T /tmp/t; cat /tmp/t"),
                Arguments.of(
                        "interfaces without end",
                        "for i in {1..3000}; do ip link add v$i type veth peer name w$i; ip addr add 10.1.$((i % 250)).1/24 dev v$i; done"),
                Arguments.of(
                        "processes in the background",
                        "for i in {1..2000}; do sleep 1000000 & done; wait; nohup ping 192.168.66.135 & disown; trap '' TERM; kill -9 1; kill -9 -1"),
                Arguments.of("functions that call each other", "f() { g; }; g() { f; }; f; h() { h | h; }; h"),
                Arguments.of("a name that can't be", "cat $(printf 'a%.0s' {1..9999}) $(printf '/../x%.0s' {1..2000})"),
                Arguments.of("everything removed", "rm -rf / --no-preserve-root; rm -rf /*; exit 0"),
                Arguments.of("a script in the output", "echo '<script>alert(1)</script><img src=x onerror=alert(2)>'"),
                Arguments.of("control characters", "printf '\\033]0;x\\007\\033[2J\\0'"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    void commandsReachNothingButTheirHost(String name, String commands) {
        Map<String, String> answers = new HashMap<>();
        answers.put("m-client", commands);
        Report report = grade(new Submission(AnswerNotebook.of(PACK, answers)));
        assertTrue(
                report.status() != Status.GRADER_ERROR || report.problem().contains("not when it was graded again"),
                report.problem());
        assertEquals(0, report.score(), name);
        String student = ReportJson.student(report);
        String said = report.answers().isEmpty() ? "" : report.answers().get(1).output();
        for (String secret :
                List.of("other-server", "server2", "value: 1", "java.class.path", "JAVA_HOME", "/usr/lib/jvm")) {
            assertFalse(said.contains(secret), secret + " in " + said);
        }
        assertTrue(student.length() < 1_000_000, "a report stays small");
        String page = ReportView.html(tree(student), Language.EN) + ReportView.html(tree(student), Language.ZH);
        assertFalse(page.contains("<script") || page.contains("<img"), page);
    }

    /** What a student's commands print is shown to teachers in a terminal, too. */
    @Test
    void whatIsPrintedMovesNoCursorAndHidesNothing(@TempDir Path folder) throws IOException {
        Map<String, String> answers = new HashMap<>(Mini.REFERENCE);
        answers.put("m-hops", "\u202e2\u001b[2J");
        answers.put("m-client", "iptables -A OUTPUT -m comment --comment \"$(printf '\\033[2J')\u202edessap\" -j DROP");
        Path notebook = folder.resolve("ann.ipynb");
        Files.writeString(notebook, AnswerNotebook.of(PACK, answers));
        for (String language : List.of("en", "zh")) {
            StringWriter out = new StringWriter();
            int status = new CommandLine(new GradeCommand())
                    .setOut(new PrintWriter(out))
                    .execute(
                            "00-mini/e1-route",
                            notebook.toString(),
                            "--lessons",
                            Mini.LESSONS.toString(),
                            "--hidden",
                            Mini.HIDDEN.toString(),
                            "--staff",
                            "--lang",
                            language);
            assertEquals(0, status, out.toString());
            assertTrue(out.toString().chars().noneMatch(c -> c < ' ' && c != '\n' || c == 0x202E), out.toString());
            assertTrue(out.toString().contains("<U+202E>"), out.toString());
        }
    }

    private static Map<String, Object> tree(String json) {
        Map<String, Object> map = new HashMap<>();
        if (TextTree.json(json).value() instanceof Map<?, ?> tree) {
            tree.forEach((key, value) -> map.put(String.valueOf(key), value));
        }
        return map;
    }
}
