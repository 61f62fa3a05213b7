package org.ringlab.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringlab.jupyter.Client.Answer;
import org.ringlab.jupyter.Client.Received;

/** Memory in cells: by commands and drawn, and from Java. */
final class MemoryCellsTest {
    private final KernelUnderTest kernel = new KernelUnderTest(KernelUnderTest.Kind.FRAMES);
    private final Client client = kernel.client();

    @BeforeEach
    void start() {
        client.openLesson("labs/m.yaml", "name: m\nhosts: {m: {}}\n");
    }

    @AfterEach
    void stop() {
        kernel.close();
    }

    private static JsonObject data(Answer answer) {
        Received display = answer.of("display_data").isEmpty()
                ? answer.of("execute_result").get(0)
                : answer.of("display_data").get(0);
        return display.content().getAsJsonObject("data");
    }

    @Test
    void commandsBuildTablesAndTheMagicDrawsTheWalk() {
        client.execute("%lab m");
        client.execute("%%host m\nmemory map 0x400000 0x200000 --rights ru");
        JsonObject walk = data(client.execute("%memory walk 0x400123 --write"));
        assertTrue(walk.get("text/plain").getAsString().contains("page fault: error 0x7"), walk::toString);
        assertTrue(walk.get("text/html").getAsString().contains("<svg"), walk::toString);
        JsonObject line = data(client.execute("%memory m replace fifo 2 1 2 3"));
        assertTrue(line.get("text/plain").getAsString().endsWith("hits 0, misses 3"), line::toString);
        assertTrue(data(client.execute("%memory step 0x400123"))
                .get("text/html")
                .getAsString()
                .contains("<label for=\"rl--1-1\" class=\"rl-turn\">"));
        assertTrue(data(client.execute("%memory schedule rr 3 12/6 12/6 --frames 16"))
                .get("text/html")
                .getAsString()
                .contains("frame 0: page table of pid 1"));
        assertEquals("error", client.execute("%memory map 1 2").reply().status());
        client.execute("%undo");
        assertTrue(data(client.execute("%memory walk 0x400123"))
                .get("text/plain")
                .getAsString()
                .contains("absent"));
    }

    @Test
    void javaCellsHaveAMachineOfTheirOwn() {
        client.execute("var m = ringlab.machine(\"4level\")");
        client.execute("m.map(0x400000L, 0x200000L, \"rwu\")");
        assertEquals(
                "2097443",
                data(client.execute("m.read(0x400123L)")).get("text/plain").getAsString());
        JsonObject walk = data(client.execute("m.explain(0x400123L, \"fetch\", 3)"));
        assertTrue(walk.get("text/plain").getAsString().contains("page fault: error 0x15"), walk::toString);
        JsonObject plot = data(client.execute(
                "ringlab.plot(\"t\", \"x\", \"y\", List.of(\"a\"), new double[] {1, 2}, new double[][] {{0.5, 1}})"));
        assertEquals(
                "t",
                plot.getAsJsonObject("application/vnd.vegalite.v5+json")
                        .get("title")
                        .getAsString());
        Answer own = client.execute("""
                ringlab.misses(new Policy() {
                    int next = 0;
                    public void loaded(int frame) {}
                    public void used(int frame) {}
                    public int victim() { return next++ % 3; }
                }, 3, 1, 2, 3, 4, 1, 2, 5, 1, 2, 3, 4, 5)""");
        assertEquals("9", data(own).get("text/plain").getAsString());
        Answer wrong = client.execute("ringlab.machine(\"vax\")");
        assertTrue(wrong.traceback().contains("--mode: vax (allowed: 32, pae, 4level, 5level)"), wrong::traceback);
    }
}
