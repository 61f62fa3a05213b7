package org.ringlab.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringlab.jupyter.Client.Answer;
import org.ringlab.jupyter.Client.Received;
import org.ringlab.jupyter.wire.Channel;

/** A panel whose buttons type virsh. */
final class VirtManagerCellsTest {
    private final KernelUnderTest kernel = new KernelUnderTest(KernelUnderTest.Kind.FRAMES);
    private final Client client = kernel.client();

    @BeforeEach
    void start() {
        JsonObject start = Client.json("""
                {"notebook": "12-test/lesson.en.ipynb", "language": "en", "lesson": "12-test", "log": []}
                """);
        JsonObject files = new JsonObject();
        files.addProperty("labs/v.yaml", """
                name: v
                profile: centos7
                hosts:
                  kvm1:
                    hardware: {virtualisation: true, memory: 4096}
                    setup: [systemctl start libvirtd, mkdir -p /var/lib/libvirt/images]
                """);
        start.add("files", files);
        start.addProperty("restarted", false);
        client.send(Channel.RINGLAB, "session_start", start);
        client.execute("%lab v");
        client.execute("%host kvm1 virt-install --print-xml --name a1 --memory 256 --disk none --import"
                + " --osinfo centos7.0 > a1.xml; virsh define a1.xml");
    }

    @AfterEach
    void stop() {
        kernel.close();
    }

    /** The comms of the buttons with a label, in order. */
    private static List<String> buttons(Answer answer, String label) {
        return answer.of("comm_open").stream()
                .map(Received::content)
                .filter(c -> c.getAsJsonObject("data")
                        .getAsJsonObject("state")
                        .toString()
                        .contains("\"description\":\"" + label + "\""))
                .map(c -> c.get("comm_id").getAsString())
                .toList();
    }

    private void click(String comm) {
        client.send(
                Channel.SHELL,
                "comm_msg",
                Client.json("{\"comm_id\": \"" + comm
                        + "\", \"data\": {\"method\": \"custom\", \"content\": {\"event\": \"click\"}}}"));
    }

    @Test
    void clicksTypeVirshAndCanBeUndone() {
        Answer panel = client.execute("%virt-manager kvm1");
        JsonObject data = panel.of("display_data").getFirst().content().getAsJsonObject("data");
        assertTrue(data.get("text/plain").getAsString().contains("a1"), data::toString);
        assertTrue(data.get("text/html").getAsString().contains("<svg"), data::toString);
        String root = data.getAsJsonObject("application/vnd.jupyter.widget-view+json")
                .get("model_id")
                .getAsString();
        assertTrue(panel.of("comm_open").stream()
                .anyMatch(c -> c.content().get("comm_id").getAsString().equals(root)));
        click(buttons(panel, "Run").getFirst());
        assertEquals(
                "running",
                client.execute("%host kvm1 virsh domstate a1").stream("stdout").strip());
        click(buttons(panel, "Autostart").getFirst());
        assertTrue(
                client.execute("%host kvm1 virsh dominfo a1").stream("stdout").contains("Autostart:      enable"));
        click(buttons(panel, "Force Off").getFirst());
        assertEquals(
                "shut off",
                client.execute("%host kvm1 virsh domstate a1").stream("stdout").strip());
        client.execute("%undo");
        client.execute("%undo");
        assertEquals(
                "running",
                client.execute("%host kvm1 virsh domstate a1").stream("stdout").strip());
    }

    @Test
    void answersWhoAsksForAStateAndTakesNoNonsense() {
        Answer panel = client.execute("%virt-manager kvm1");
        String button = buttons(panel, "Run").getFirst();
        String id = client.send(
                Channel.SHELL,
                "comm_msg",
                Client.json("{\"comm_id\": \"" + button + "\", \"data\": {\"method\": \"request_state\"}}"));
        assertFalse(id.isEmpty());
        Received update = client.published("comm_msg");
        assertTrue(update.content().toString().contains("\"method\":\"update\""), update::toString);
        for (String data : List.of("{}", "{\"method\": []}", "{\"method\": \"custom\", \"content\": 7}")) {
            client.send(
                    Channel.SHELL,
                    "comm_msg",
                    Client.json("{\"comm_id\": \"" + button + "\", \"data\": " + data + "}"));
        }
        assertEquals(
                "shut off",
                client.execute("%host kvm1 virsh domstate a1").stream("stdout").strip());
        assertEquals("error", client.execute("%virt-manager nobody").reply().status());
        assertTrue(client.execute("%host kvm1 systemctl stop libvirtd")
                .reply()
                .status()
                .equals("ok"));
        JsonObject data = client.execute("%virt-manager kvm1")
                .of("display_data")
                .getFirst()
                .content()
                .getAsJsonObject("data");
        assertTrue(data.get("text/plain").getAsString().startsWith("Unable to connect to libvirt"), data::toString);
    }
}
