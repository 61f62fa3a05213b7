package org.ringlab.service;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringlab.service.accounts.Role;

/** Whatever is handed in has a clear answer, costs nothing where it can't be graded, and is kept as it came. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class UploadsTest {
    private final Site site;

    UploadsTest(Site site) {
        this.site = site;
    }

    private Response upload(byte[] file) {
        return site.as("uploads-1", Role.STUDENT)
                .multiPart("notebook", "../my <b>lesson</b>.ipynb", file)
                .multiPart("lesson", "01-tiny")
                .multiPart("exercise", "e1-forward")
                .post("/api/ringlab/submissions");
    }

    private void keptAsReceived(int id, byte[] file) throws Exception {
        byte[] received = site.as("uploads-teacher", Role.TEACHER)
                .get("/teacher/submissions/" + id + "/received")
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("attachment"))
                .header("Content-Security-Policy", containsString("sandbox"))
                .extract()
                .asByteArray();
        assertArrayEquals(file, received);
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        site.as("uploads-teacher", Role.TEACHER)
                .get("/teacher/submissions/" + id)
                .then()
                .statusCode(200)
                .body(containsString(hash))
                .body(not(containsString("<b>lesson")));
    }

    static Stream<Arguments> badFiles() {
        String good = Site.solved();
        return Stream.of(
                bad("empty", "", "no complete notebook"),
                bad("cut off", good.substring(0, good.length() / 2), "no complete notebook"),
                bad("no JSON", "PK\u0003\u0004 a zip", "no complete notebook"),
                bad("a list", "[]", "no complete notebook"),
                bad("zero characters", good.replace("# commands", "") + "\0", "no complete notebook"),
                bad("nested without end", "[".repeat(100_000), "no complete notebook"),
                bad("a newer format", good.replace("\"nbformat\": 4", "\"nbformat\": 5"), "format version is 5"),
                bad("an older format", good.replace("\"nbformat\": 4", "\"nbformat\": 2"), "format version is 2"),
                bad("no cells", "{\"nbformat\": 4, \"nbformat_minor\": 5, \"metadata\": {}}", "no list of cells"),
                bad("no answer cell", good.replace("e1-gw", "e9-gw"), "e1-gw is gone"),
                bad("a cell twice", good.replace("e2-count", "e1-gw"), "is there 2 times"),
                bad("another host", good.replace("%%host gw", "%%host client"), "must begin with"),
                bad("another language", good.replace("%%host gw", "%%python"), "must begin with"),
                bad(
                        "a kernel of another language",
                        good.replace("%%host gw\\n", "import os\\n")
                                .replace("\"name\": \"java\"", "\"name\": \"python\""),
                        "kernel of python"));
    }

    private static Arguments bad(String name, String file, String words) {
        return Arguments.of(name, file.getBytes(StandardCharsets.UTF_8), words);
    }

    static Stream<Arguments> badBytes() {
        byte[] chinese = Site.notebook("echo 中文", "int count = 2;").getBytes(Charset.forName("GB18030"));
        byte[] noise = new byte[5000];
        Arrays.fill(noise, (byte) 0xFF);
        return Stream.of(
                Arguments.of("GB18030", chinese, "no UTF-8 text"),
                Arguments.of("noise", noise, "no UTF-8 text"),
                Arguments.of("noise, large", Arrays.copyOf(noise, 6 << 20), "no UTF-8 text"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"badFiles", "badBytes"})
    void whatCannotBeGradedSaysWhy(String name, byte[] file, String words) throws Exception {
        Response answer = upload(file);
        answer.then()
                .statusCode(200)
                .body("reports[0].status", equalTo("NOT_GRADABLE"))
                .body("reports[0].message.en", containsString(words))
                .body("reports[0].message.zh", not(equalTo("")));
        int id = answer.path("reports[0].submission");
        keptAsReceived(id, file);
        site.as("uploads-teacher", Role.TEACHER)
                .get("/teacher/submissions/" + id + "/notebook")
                .then()
                .statusCode(200);
    }

    static Stream<Arguments> goodFiles() {
        String good = Site.solved();
        String cells = good.substring(good.indexOf('['), good.lastIndexOf("],") + 1)
                .replace("\"source\"", "\"input\"")
                .replace("\"execution_count\"", "\"prompt_number\"");
        String three =
                "{\"metadata\": {\"name\": \"\"}, \"nbformat\": 3, \"nbformat_minor\": 0, \"worksheets\": [{\"metadata\": {},"
                        + " \"cells\": " + cells + "}]}";
        return Stream.of(
                Arguments.of("as it is", good.getBytes(StandardCharsets.UTF_8)),
                Arguments.of("with a mark", ("\uFEFF" + good).getBytes(StandardCharsets.UTF_8)),
                Arguments.of("UTF-16", good.getBytes(StandardCharsets.UTF_16)),
                Arguments.of("nbformat 3", three.getBytes(StandardCharsets.UTF_8)),
                Arguments.of(
                        "nbformat 4.2",
                        good.replace("\"nbformat_minor\": 5", "\"nbformat_minor\": 2")
                                .getBytes(StandardCharsets.UTF_8)),
                Arguments.of(
                        "half a character",
                        good.replace("A tiny", "\\ud800 tiny").getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodFiles")
    void otherFormsOfTheSameNotebookAreGraded(String name, byte[] file) throws Exception {
        Response answer = upload(file);
        answer.then()
                .statusCode(200)
                .body("reports[0].status", equalTo("GRADED"))
                .body("reports[0].score", equalTo(3));
        keptAsReceived(answer.path("reports[0].submission"), file);
    }

    @Test
    void aHundredMegabytesOfOutputAreNoHindrance(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("large.ipynb");
        String[] halves = Site.solved().split("\"outputs\": \\[\\]", 2);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write((halves[0] + "\"outputs\": [{\"output_type\": \"stream\", \"name\": \"stdout\", \"text\": [")
                    .getBytes(StandardCharsets.UTF_8));
            byte[] line = ("\"" + "0123456789".repeat(100) + "\\n\",").getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 100_000; i++) {
                out.write(line);
            }
            out.write(("\"\"]}]" + halves[1]).getBytes(StandardCharsets.UTF_8));
        }
        assertTrue(Files.size(file) > 100_000_000);
        Response answer = site.as("uploads-2", Role.STUDENT)
                .multiPart("notebook", file.toFile())
                .multiPart("lesson", "01-tiny")
                .post("/api/ringlab/submissions");
        answer.then()
                .statusCode(200)
                .body("reports[0].status", equalTo("GRADED"))
                .body("reports[0].score", equalTo(3));
        int id = answer.path("reports[0].submission");
        int size = site.as("uploads-teacher", Role.TEACHER)
                .get("/teacher/submissions/" + id + "/received")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray()
                .length;
        assertEquals(Files.size(file), size);
    }

    @Test
    void moreThanIsKeptIsRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("huge.ipynb");
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] megabyte = new byte[1 << 20];
            for (int i = 0; i < 130; i++) {
                out.write(megabyte);
            }
        }
        site.as("uploads-2", Role.STUDENT)
                .multiPart("notebook", file.toFile())
                .multiPart("lesson", "01-tiny")
                .post("/api/ringlab/submissions")
                .then()
                .statusCode(413)
                .body("message", containsString("128 MB"));
    }

    @Test
    void otherRequestsStaySmall() {
        site.as("uploads-2", Role.STUDENT)
                .contentType("application/json")
                .body(new byte[21 << 20])
                .post("/api/ringlab/submissions")
                .then()
                .statusCode(413);
    }
}
