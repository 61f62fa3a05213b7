package org.ringlab.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringlab.jupyter.Client.Answer;
import org.ringlab.jupyter.Client.Received;
import org.ringlab.jupyter.wire.Channel;

/** {@code %edit}: a box of widgets whose button writes the file by the lab's log. */
final class EditCellsTest {
    private final KernelUnderTest kernel = new KernelUnderTest(KernelUnderTest.Kind.FRAMES);
    private final Client client = kernel.client();

    @BeforeEach
    void start() {
        client.openLesson("labs/one.yaml", "name: one\nhosts:\n  a:\n    setup: [echo old > /root/notes]\n");
        assertEquals("ok", client.execute("%lab labs/one.yaml").reply().status());
    }

    @AfterEach
    void stop() {
        kernel.close();
    }

    private static String id(Received opened) {
        return opened.content().get("comm_id").getAsString();
    }

    private static String model(Received opened) {
        return opened.content()
                .getAsJsonObject("data")
                .getAsJsonObject("state")
                .get("_model_name")
                .getAsString();
    }

    private void tell(String comm, String data) {
        JsonObject content = new JsonObject();
        content.addProperty("comm_id", comm);
        content.add("data", Client.json(data));
        client.send(Channel.SHELL, "comm_msg", content);
    }

    @Test
    void theButtonWritesTheFileAndUndoTakesItBack() {
        Answer answer = client.execute("%edit a:/root/notes");
        List<Received> opened = answer.of("comm_open");
        assertEquals(
                List.of("LayoutModel", "TextareaModel", "HTMLModel", "ButtonModel", "HBoxModel", "VBoxModel"),
                opened.stream().map(EditCellsTest::model).toList());
        JsonObject shown = answer.of("display_data").getFirst().content().getAsJsonObject("data");
        assertEquals(
                id(opened.getLast()),
                shown.getAsJsonObject("application/vnd.jupyter.widget-view+json")
                        .get("model_id")
                        .getAsString());
        assertEquals("%%file a:/root/notes\nold\n", shown.get("text/plain").getAsString());
        tell(
                id(opened.get(1)),
                "{\"method\": \"update\", \"state\": {\"value\": \"new $x\\nEOF\\n\"}, \"buffer_paths\": []}");
        tell(id(opened.get(3)), "{\"method\": \"custom\", \"content\": {\"event\": \"click\"}}");
        Received said = client.published("comm_msg");
        assertEquals(id(opened.get(2)), said.content().get("comm_id").getAsString());
        assertTrue(said.content().toString().contains("a:/root/notes is saved, lines: 2."), said::toString);
        assertEquals("new $x\nEOF\n", client.execute("%%host a\ncat /root/notes").stream("stdout"));
        client.execute("%undo");
        client.execute("%undo");
        assertEquals("old\n", client.execute("%%host a\ncat /root/notes").stream("stdout"));
    }

    @Test
    void aFileThatIsNotThereBeginsEmptyAndAPlaceThatIsNoneIsRefused() {
        JsonObject shown = client.execute("%edit a:/root/fresh")
                .of("display_data")
                .getFirst()
                .content()
                .getAsJsonObject("data");
        assertEquals("%%file a:/root/fresh\n", shown.get("text/plain").getAsString());
        for (String bad : List.of("%edit", "%edit notes", "%edit b:/root/notes", "%edit a:/root")) {
            assertEquals("error", client.execute(bad).reply().status(), bad);
        }
    }
}
