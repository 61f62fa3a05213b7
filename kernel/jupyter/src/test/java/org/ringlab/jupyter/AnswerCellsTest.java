package org.ringlab.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.ringlab.jupyter.Client.Answer;
import org.ringlab.jupyter.wire.Channel;

/** Cells that hold answers of each kind: what running one says, and how {@code %check} judges them all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class AnswerCellsTest {
    private static final String LAB = """
            name: e1
            hosts:
              a: {interfaces: {eth0: {segment: lan, address: 10.0.0.1/24}}}
              b: {interfaces: {eth0: {segment: lan, address: 10.0.0.2/24}}}
            services: [{host: b, kind: http, body: hello}]
            """;

    private static final String EXERCISE = """
            exercise: 01-test/e1
            version: 1
            title: {zh: 练习, en: Exercise}
            minutes: 5
            answers:
              - {cell: conf, kind: file, host: b, path: /etc/httpd/conf/httpd.conf}
              - {cell: fix, kind: repair}
              - cell: pick
                kind: choice
                shuffle: true
                options: {one: {zh: 一, en: first}, two: {zh: 二, en: second}}
              - {cell: tab, kind: table, rows: [p0], columns: {frame: hex, present: number}}
              - {cell: tests, kind: probes}
              - {cell: code, kind: java, class: Twice}
            given:
              size: {pick: [8, 16, 32, 64], unit: GiB, says: {zh: 内存, en: the memory}}
              lines: {is: "= 30 + log2(size)"}
            lab:
            INDENTED
            checks:
              - {id: web, kind: probe, probe: {from: a, kind: http, to: 10.0.0.2, port: 8080}, title: {zh: 甲, en: web}, fail: {zh: 乙, en: no web}}
              - {id: pick, kind: choice, cell: pick, correct: two, title: {zh: 甲, en: pick}, fail: {zh: 乙, en: no pick}}
              - {id: tab, kind: table, cell: tab, values: {p0: {frame: 0x1f, present: 1}}, title: {zh: 甲, en: tab}, fail: {zh: 乙, en: no tab.}}
              - {id: tests, kind: probes, cell: tests, flags: false, title: {zh: 甲, en: tests}, fail: {zh: 乙, en: no tests}}
              - {id: code, kind: java, cell: code, calls: [{call: of, with: [21], gives: 42}], title: {zh: 甲, en: code}, fail: {zh: 乙, en: no code}}
            """.replace("INDENTED\n", LAB.indent(2));

    private KernelUnderTest kernel;
    private Client client;

    @BeforeAll
    void start() {
        kernel = new KernelUnderTest(KernelUnderTest.Kind.FRAMES);
        client = kernel.client();
        JsonObject start = Client.json("{\"language\": \"en\", \"lesson\": \"01-test\", \"log\": [], \"student\": 7}");
        JsonObject files = new JsonObject();
        files.addProperty("labs/e1.yaml", LAB);
        files.addProperty("exercises/e1/exercise.yaml", EXERCISE);
        start.add("files", files);
        client.send(Channel.RINGLAB, "session_start", start);
        client.execute("%lab e1");
    }

    @AfterAll
    void stop() {
        kernel.close();
    }

    private Answer run(String cell, String code) {
        String id = client.send(Channel.SHELL, "execute_request", Client.code(code), "{\"cellId\": \"" + cell + "\"}");
        return client.answer(Channel.SHELL, id);
    }

    private static String text(Answer answer) {
        return text(answer, 0);
    }

    private static String text(Answer answer, int display) {
        JsonObject data = answer.of("display_data").get(display).content().getAsJsonObject("data");
        return data.get("text/plain").getAsString();
    }

    @Test
    @Order(1)
    void aFileIsWrittenToTheOpenLab() {
        run("conf", "%%file b:/etc/httpd/conf/httpd.conf\nListen 8080");
        assertEquals("Listen 8080\n", client.execute("%%host b\ncat /etc/httpd/conf/httpd.conf").stream("stdout"));
        client.execute("%undo");
        client.execute("%undo");
        assertTrue(
                client.execute("%%host b\ncat /etc/httpd/conf/httpd.conf").stream("stdout")
                        .contains("Listen 80\n"),
                "writing a file can be undone like a command");
        assertTrue(run("conf2", "%%file b:/no/folder/x\ny").stream("stderr").contains("No such file or directory"));
        assertTrue(run("conf2", "%%file nowhere\ny").traceback().contains("%%file HOST:/PATH"));
        assertTrue(run("conf2", "%%file c:/x\ny").traceback().contains("a, b"));
    }

    @Test
    @Order(2)
    void whatIsGivenIsTheStudentsOwn() {
        String mine = client.execute("%given e1").stream("stdout");
        assertTrue(mine.matches("the memory: (8|16|32|64) GiB\n"), mine);
        assertEquals(mine, client.execute("%given").stream("stdout"), "the open lab's exercise, and the same again");
        assertTrue(client.execute("%given e9").traceback().contains("e9"));
    }

    @Test
    @Order(2)
    void aChoiceShowsItsOptionsAndWhatWasUnderstood() {
        String open = text(run("pick", "%%choice"));
        assertTrue(open.contains("○ one  first") && open.contains("○ two  second"), open);
        assertTrue(text(run("pick", "%%choice\ntwo")).contains("● two  second"));
        assertTrue(text(run("pick", "%%choice\nthree")).contains("`three` is no option"));
        assertTrue(run("other", "%%choice\ntwo").traceback().contains("no answer of an exercise"));
        assertTrue(text(run("", "%%choice\ntwo")).contains("● two  second"), "a client that names no cells");
        run("pick", "%%choice\ntwo");
    }

    @Test
    @Order(3)
    void aTableSaysHowMuchIsFilledIn() {
        assertTrue(text(run("tab", "%%table\np0 | 1f |")).contains("1 of 2 values filled in"));
        assertTrue(text(run("tab", "%%table\np1 | 1f |")).contains("no such row"));
        run("tab", "%%table\np0 | 1f | 0");
    }

    @Test
    @Order(4)
    void probesAreTriedWithoutTouchingTheLab() {
        String shown = text(run("tests", "%%probes\na http 10.0.0.2 port=8080 -> ok\na ping 10.0.0.2 -> ok"));
        assertTrue(shown.contains("Line 2: refused, not as expected") && shown.contains("Line 3: ok"), shown);
    }

    @Test
    @Order(5)
    void checkJudgesThemAsTheGraderDoes() {
        run("conf", "%%file b:/etc/httpd/conf/httpd.conf\nListen 8080");
        run("fix", "%%host b\nsystemctl restart httpd");
        String text = text(client.execute("%check e1"));
        assertTrue(text.contains("✓ web"), text);
        assertTrue(text.contains("✓ pick"), text);
        assertTrue(text.contains("✗ tab\n    no tab. 1 of 2 values are right."), text);
        assertTrue(text.contains("✓ tests"), text);
        assertTrue(text.contains("✗ code"), text);
    }

    @Test
    @Order(6)
    void checkRunsJavaInTheKernelItself() {
        run("code", "class Twice {\n    int of(int x) { return 2 * x; }\n}");
        assertTrue(text(client.execute("%check e1")).contains("✓ code"));
        run("code", "class Twice {\n    int of(int x) { return 3 * x }\n}");
        Answer broken = client.execute("%check e1");
        assertTrue(text(broken).contains("✗ code"), broken::toString);
        assertEquals("code: 2:33: ';' expected", text(broken, 1));
    }
}
