package org.ringlab.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.ringlab.jupyter.Client.Answer;
import org.ringlab.jupyter.Client.Received;
import org.ringlab.jupyter.wire.Channel;

/** Jupyter's protocol where the base library's own loop departs from it; the same over both transports. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProtocolTest {
    private final KernelUnderTest.Kind kind;
    private KernelUnderTest kernel;
    private Client client;

    ProtocolTest(KernelUnderTest.Kind kind) {
        this.kind = kind;
    }

    @BeforeAll
    void start() {
        kernel = new KernelUnderTest(kind);
        client = kernel.client();
    }

    @AfterAll
    void stop() {
        kernel.close();
    }

    KernelUnderTest kernel() {
        return kernel;
    }

    @Test
    void kernelInfoHasAStatus() {
        Received reply = client.request(Channel.SHELL, "kernel_info_request", new JsonObject())
                .reply();
        assertEquals("kernel_info_reply", reply.type());
        assertEquals("ok", reply.status());
        assertEquals("5.4", reply.content().get("protocol_version").getAsString());
        assertEquals(
                "java",
                reply.content().getAsJsonObject("language_info").get("name").getAsString());
    }

    @Test
    void kernelInfoIsAnsweredOnControlToo() {
        Answer answer = client.request(Channel.CONTROL, "kernel_info_request", new JsonObject());
        assertEquals("ok", answer.reply().status());
    }

    @Test
    void aFloodOfLinesArrivesWholeInFewMessages() {
        Answer answer = client.execute("for (int i = 0; i < 20000; i++) System.out.println(\"line \" + i);");
        List<String> lines = answer.stream("stdout").lines().toList();
        assertEquals(20_000, lines.size());
        assertEquals("line 19999", lines.get(19_999));
        assertTrue(
                answer.of("stream").size() < 200,
                "messages: " + answer.of("stream").size());
    }

    @Test
    void aCellThatPrintsWithoutEndIsCutAndSaysSoAndTheNextOnePrintsAgain() {
        Answer answer = client.execute("for (int i = 0; i < 300_000; i++) System.out.println(\"123456789\");");
        String text = answer.stream("stdout");
        assertEquals("ok", answer.reply().status());
        assertTrue(text.length() > 1_000_000 && text.length() < 1_000_100, "printed " + text.length());
        assertTrue(text.strip().endsWith("(output too long, the rest isn't shown)"));
        assertEquals("again\n", client.execute("System.out.println(\"again\");").stream("stdout"));
    }

    @Test
    void streamsKeepTheirOrder() {
        Answer answer = client.execute("System.out.print(\"a\"); System.err.print(\"b\"); System.out.print(\"c\");");
        List<String> texts = answer.of("stream").stream()
                .map(each -> each.content().get("name").getAsString() + ":"
                        + each.content().get("text").getAsString())
                .toList();
        assertEquals(List.of("stdout:a", "stderr:b", "stdout:c"), texts);
    }

    @Test
    void aSilentCellShowsNothingAndIsNotCounted() {
        int before = count(client.execute("1"));
        JsonObject silent = Client.code("System.out.println(1); 42");
        silent.addProperty("silent", true);
        Answer answer = client.request(Channel.SHELL, "execute_request", silent);
        assertEquals("ok", answer.reply().status());
        assertEquals(List.of(), answer.published());
        assertEquals(before + 1, count(client.execute("2")));
    }

    @Test
    void aCellWithoutHistoryShowsItsValueAndIsNotCounted() {
        int before = count(client.execute("1"));
        JsonObject content = Client.code("\"unremembered\"");
        content.addProperty("store_history", false);
        Answer answer = client.request(Channel.SHELL, "execute_request", content);
        assertEquals("unremembered", answer.result());
        assertEquals(before + 1, count(client.execute("2")));
        JsonArray history = history("{\"hist_access_type\": \"search\", \"pattern\": \"*unremembered*\", \"n\": 10}");
        assertEquals(0, history.size());
    }

    @Test
    void userExpressionsAreEvaluated() {
        JsonObject content = Client.code("int six = 6;");
        content.add("user_expressions", Client.json("{\"good\": \"six * 7\", \"bad\": \"nowhere\"}"));
        JsonObject values = client.request(Channel.SHELL, "execute_request", content)
                .reply()
                .content()
                .getAsJsonObject("user_expressions");
        JsonObject good = values.getAsJsonObject("good");
        assertEquals("ok", good.get("status").getAsString());
        assertEquals("42", good.getAsJsonObject("data").get("text/plain").getAsString());
        assertEquals("error", values.getAsJsonObject("bad").get("status").getAsString());
    }

    @Test
    void cellsQueuedBehindAnErrorAreAborted() {
        List<String> ids = new ArrayList<>();
        for (String code : List.of("Thread.sleep(300); throw new Exception(\"first\");", "int aborted = 1;", "2")) {
            ids.add(client.send(Channel.SHELL, "execute_request", Client.code(code)));
        }
        List<String> statuses = new ArrayList<>();
        for (String id : ids) {
            statuses.add(client.answer(Channel.SHELL, id).reply().status());
        }
        assertEquals(List.of("error", "aborted", "aborted"), statuses);
        assertEquals("ok", client.execute("3").reply().status());
    }

    @Test
    void cellsQueuedBehindAnErrorRunWhereTheClientSaysSo() {
        JsonObject failing = Client.code("Thread.sleep(300); throw new Exception(\"first\");");
        failing.addProperty("stop_on_error", false);
        String first = client.send(Channel.SHELL, "execute_request", failing);
        String second = client.send(Channel.SHELL, "execute_request", Client.code("2"));
        assertEquals("error", client.answer(Channel.SHELL, first).reply().status());
        assertEquals("ok", client.answer(Channel.SHELL, second).reply().status());
    }

    @Test
    void historyIsAnswered() {
        int number = count(client.execute("\"to be \" + \"remembered\""));
        JsonArray tail = history("{\"hist_access_type\": \"tail\", \"n\": 1, \"output\": true, \"raw\": true}");
        assertEquals(
                "[1," + number + ",[\"\\\"to be \\\" + \\\"remembered\\\"\",\"to be remembered\"]]",
                tail.get(0).toString());
        JsonArray range = history("{\"hist_access_type\": \"range\", \"session\": 0, \"start\": " + number
                + ", \"stop\": " + (number + 1) + "}");
        assertEquals(1, range.size());
        assertEquals(
                1,
                history("{\"hist_access_type\": \"search\", \"pattern\": \"*remem?ered*\", \"unique\": true}")
                        .size());
    }

    @Test
    void unknownRequestsAreAnsweredWithAnError() {
        for (Channel channel : List.of(Channel.SHELL, Channel.CONTROL)) {
            Received reply = client.request(channel, "teleport_request", new JsonObject())
                    .reply();
            assertEquals("teleport_reply", reply.type());
            assertEquals("error", reply.status());
        }
    }

    @Test
    void unreadableMessagesAreSkipped() {
        client.raw(Channel.SHELL, "no json", "{}", "{}");
        client.raw(Channel.SHELL, "{\"msg_type\": \"execute_request\"}", "{}", "[1, 2]");
        client.raw(Channel.SHELL, "{\"msg_id\": \"x\"}", "{}", "{}");
        client.raw(Channel.CONTROL, "{\"msg_type\": 7, \"msg_id\": {}}", "{}", "{}");
        client.raw(Channel.SHELL, "{\"msg_type\": \"execute_request\"}", "{}", "{\"silent\": [\"maybe\", 1]}");
        assertEquals("ok", client.execute("1").reply().status());
    }

    @Test
    void outputOfAThreadThatOutlivesItsCellArrives() {
        client.execute(
                "var late = new Thread(() -> { try { Thread.sleep(400); } catch (InterruptedException e) {} System.out.println(\"late\"); }); late.start();");
        Received stream = client.published("stream");
        assertEquals("late\n", stream.content().get("text").getAsString());
        assertFalse(stream.parent().entrySet().isEmpty());
    }

    @Test
    void everyHeaderNamesTheSession() {
        Answer answer = client.execute("1");
        for (Received each : answer.published()) {
            assertFalse(each.header().get("session").getAsString().isEmpty());
            assertFalse(each.header().get("date").getAsString().isEmpty());
        }
    }

    @Test
    void anInterruptEndsASleepAsAnError() {
        interrupted("Thread.sleep(600_000);");
    }

    @Test
    void anInterruptEndsALoopAsAnError() {
        interrupted("while (true) { }");
    }

    private void interrupted(String code) {
        String id =
                client.send(Channel.SHELL, "execute_request", Client.code("System.out.print(\"running\"); " + code));
        client.published("stream", id);
        client.send(Channel.CONTROL, "interrupt_request", new JsonObject());
        Received interrupt = client.take(Channel.CONTROL);
        assertEquals("ok", interrupt.status());
        Received reply = client.take(Channel.SHELL);
        assertEquals(id, reply.parent().get("msg_id").getAsString());
        assertEquals("error", reply.status());
        assertEquals("KeyboardInterrupt", reply.content().get("ename").getAsString());
        assertEquals("42", client.execute("42").result());
    }

    @Test
    void inputIsAskedAtTheFrontEnd() {
        String id = client.send(
                Channel.SHELL,
                "execute_request",
                Client.code("var typed = new Scanner(System.in); \"<\" + typed.nextLine() + \">\""));
        assertEquals("input_request", client.take(Channel.STDIN).type());
        client.send(Channel.STDIN, "input_reply", Client.json("{\"value\": \"路由 x\"}"));
        assertEquals("<路由 x>", client.answer(Channel.SHELL, id).result());
    }

    @Test
    void inputWithoutAFrontEndFailsInsteadOfWaiting() {
        JsonObject content = Client.code("System.in.read()");
        content.addProperty("allow_stdin", false);
        Answer answer = client.request(Channel.SHELL, "execute_request", content);
        assertEquals("error", answer.reply().status());
    }

    @Test
    void aCommToAnUnknownTargetIsClosed() {
        client.send(
                Channel.SHELL,
                "comm_open",
                Client.json("{\"comm_id\": \"c1\", \"target_name\": \"no\", \"data\": {}}"));
        Received close = client.published("comm_close");
        assertEquals("c1", close.content().get("comm_id").getAsString());
        Answer info = client.request(Channel.SHELL, "comm_info_request", new JsonObject());
        assertEquals("{}", info.reply().content().get("comms").toString());
    }

    @Test
    void cursorsCountCodePoints() {
        JsonObject content = Client.code("/* 😀😀 */ Math.ma");
        Answer answer = client.request(Channel.SHELL, "complete_request", content);
        assertEquals(14, answer.reply().content().get("cursor_start").getAsInt());
        assertEquals(16, answer.reply().content().get("cursor_end").getAsInt());
        assertTrue(answer.reply().content().getAsJsonArray("matches").toString().contains("\"max(\""));
    }

    private JsonArray history(String content) {
        return client.request(Channel.SHELL, "history_request", Client.json(content))
                .reply()
                .content()
                .getAsJsonArray("history");
    }

    private static int count(Answer answer) {
        return answer.reply().content().get("execution_count").getAsInt();
    }
}
