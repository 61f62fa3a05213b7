package org.ringlab.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringlab.jupyter.Client.Answer;
import org.ringlab.jupyter.wire.Channel;

/** Assembly in cells: run in a ring, gone through step by step. */
final class AsmCellsTest {
    private final KernelUnderTest kernel = new KernelUnderTest(KernelUnderTest.Kind.FRAMES);
    private final Client client = kernel.client();

    @BeforeEach
    void start() {
        JsonObject start = Client.json("""
                {"notebook": "07-test/lesson.en.ipynb", "language": "en", "lesson": "07-test", "log": []}
                """);
        start.add("files", new JsonObject());
        start.addProperty("restarted", false);
        client.send(Channel.RINGLAB, "session_start", start);
    }

    @AfterEach
    void stop() {
        kernel.close();
    }

    private static JsonObject data(Answer answer) {
        return answer.of("display_data").get(0).content().getAsJsonObject("data");
    }

    @Test
    void linesRunInTheRingThatIsAskedForAndTrapsAreExplained() {
        JsonObject shown = data(client.execute("%%asm ring=3 mode=64 rbx=5\nmov eax, ebx\ncli"));
        String text = shown.get("text/plain").getAsString();
        assertTrue(text.contains("00010002  fa"), text);
        assertTrue(text.contains("rax 0 → 5"), text);
        assertTrue(
                text.endsWith("#GP(0x0): from ring 3 into ring 0. CPL 3 > IOPL 0: the instruction isn't allowed."),
                text);
        assertTrue(shown.get("text/html").getAsString().contains("<table>"), shown::toString);
        String step = data(client.execute("%asm 1")).get("text/plain").getAsString();
        assertTrue(step.contains("rax=5"), step);
        assertTrue(data(client.execute("%asm next"))
                .get("text/plain")
                .getAsString()
                .contains("cli"));
        assertTrue(data(client.execute("%asm back"))
                .get("text/plain")
                .getAsString()
                .contains("mov eax, ebx"));
    }

    @Test
    void aBreakpointIsTheNextStepAtItsPlace() {
        client.execute("%%asm\nmov ecx, 3\nagain: dec ecx\njnz again\nnop");
        for (String left : new String[] {"ecx=2", "ecx=1", "ecx=0"}) {
            String step =
                    data(client.execute("%asm to again")).get("text/plain").getAsString();
            assertTrue(step.contains("dec ecx") && step.contains(left), step);
        }
        assertEquals("error", client.execute("%asm to again").reply().status());
        assertTrue(data(client.execute("%asm to 0x10008"))
                .get("text/plain")
                .getAsString()
                .contains("nop"));
        assertEquals("error", client.execute("%asm to nowhere").reply().status());
    }

    @Test
    void whatCannotBeAssembledIsSaidWithItsPlace() {
        Answer answer = client.execute("%%asm\nmov eax, bl");
        assertEquals("error", answer.reply().status());
        assertEquals("error", client.execute("%%asm ring=7\nnop").reply().status());
        assertEquals("error", client.execute("%asm next").reply().status());
    }
}
