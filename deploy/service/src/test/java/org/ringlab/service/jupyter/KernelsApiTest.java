package org.ringlab.service.jupyter;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringlab.service.TestDatabase;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.kernels.KernelMessage;

/** Kernels, sessions and web sockets, with real kernel processes; skipped where the machine can't isolate them. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(TestKernels.class)
class KernelsApiTest {
    private final Browser browser;
    private final KernelHost host;

    KernelsApiTest(Browser browser, KernelHost host) {
        this.browser = browser;
        this.host = host;
    }

    @BeforeEach
    void kernelsCanBeIsolated() {
        var isolation = host.kernels().isolation();
        assumeTrue(isolation.isProven(), () -> isolation.report().summary());
    }

    private String kernel(String user) {
        return browser.as(user)
                .body("{\"name\":\"ringlab\"}")
                .post("/api/kernels")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private String cookie(String user) {
        return "ringlab-session=" + browser.session(user, Role.STUDENT);
    }

    private static String execute(String id, String code) {
        return "{\"channel\":\"shell\",\"header\":{\"msg_id\":\"" + id
                + "\",\"msg_type\":\"execute_request\",\"session\":\"s1\","
                + "\"username\":\"\",\"date\":\"2026-01-01T00:00:00Z\",\"version\":\"5.3\"},\"parent_header\":{},\"metadata\":{},"
                + "\"content\":{\"code\":\"" + code + "\"},\"buffers\":[]}";
    }

    @Test
    void cellsRunOverTheDefaultFraming() throws Exception {
        Browser.Socket socket = Browser.connect(kernel("k-ann"), null, "Cookie", cookie("k-ann"));
        assertEquals("", socket.socket().getSubprotocol());
        socket.socket().sendText(execute("m1", "echo 你好"), true).join();
        assertTrue(socket.await("\"stream\"", "你好").startsWith("{\"channel\":\"iopub\""));
        socket.await("execute_reply", "\"msg_id\":\"m1\"");
    }

    @Test
    void cellsRunOverTheBinarySubprotocol() throws Exception {
        Browser.Socket socket = Browser.connect(
                kernel("k-bob"),
                SocketProtocol.V1,
                "Cookie",
                cookie("k-bob"),
                "Origin",
                "http://localhost:" + RestAssured.port);
        assertEquals(SocketProtocol.V1, socket.socket().getSubprotocol());
        KernelMessage message = SocketProtocol.parse(execute("m2", "echo binary"));
        socket.socket().sendBinary(ByteBuffer.wrap(message.encode()), true).join();
        socket.await("stream", "binary");
        socket.await("execute_reply", "m2");
    }

    @Test
    void theInterfacesWayOpensANotebook() throws Exception {
        browser.as("k-cyd").get("/notebooks/01-tiny/lesson.en.ipynb").then().statusCode(200);
        // The interface opens the session under an id, then says which notebook it is.
        var session = browser.as("k-cyd")
                .body("{\"path\":\"5f2a\",\"type\":\"notebook\",\"name\":\"\",\"kernel\":{\"name\":\"ringlab\"}}")
                .post("/api/sessions")
                .then()
                .statusCode(201)
                .extract();
        String id = session.path("id");
        String kernel = session.path("kernel.id");
        browser.as("k-cyd")
                .body("{\"path\":\"01-tiny/lesson.en.ipynb\"}")
                .patch("/api/sessions/" + id)
                .then()
                .statusCode(200)
                .body("path", equalTo("01-tiny/lesson.en.ipynb"));
        Browser.Socket socket = Browser.connect(kernel, null, "Cookie", cookie("k-cyd"));
        socket.socket().sendText(execute("m1", "started"), true).join();
        String start = socket.await("stream", "lesson.en.ipynb");
        assertTrue(start.contains("labs/tiny.yaml") && start.contains("exercises/e1-forward/exercise.yaml"), start);
        assertTrue(!start.contains("hidden"), start);
        browser.as("k-cyd").get("/api/sessions").then().body("id", hasItem(id)).body("", hasSize(1));

        // The lab's state outlives the kernel.
        socket.socket().sendText(execute("m2", "save lab7"), true).join();
        socket.await("execute_reply", "m2");
        browser.as("k-cyd").delete("/api/sessions/" + id).then().statusCode(204);
        browser.as("k-cyd").get("/api/kernels/" + kernel).then().statusCode(404);
        String next = browser.as("k-cyd")
                .body(
                        "{\"path\":\"01-tiny/lesson.en.ipynb\",\"type\":\"notebook\",\"name\":\"\",\"kernel\":{\"name\":\"ringlab\"}}")
                .post("/api/sessions")
                .then()
                .extract()
                .path("kernel.id");
        Browser.Socket again = Browser.connect(next, null, "Cookie", cookie("k-cyd"));
        again.socket().sendText(execute("m3", "started"), true).join();
        again.await("stream", "lab7");
    }

    @Test
    void theKernelStartsWithTheNotebooksPage() throws Exception {
        String notebook = "01-tiny/lesson.en.ipynb";
        browser.as("k-early").get("/notebooks/" + notebook).then().statusCode(200);
        for (int tries = 0; tries < 100 && sessions("k-early").isEmpty(); tries++) {
            Thread.sleep(100);
        }
        List<String> begun = sessions("k-early");
        assertEquals(1, begun.size());
        browser.as("k-early")
                .body("{\"path\":\"" + notebook + "\",\"type\":\"notebook\",\"kernel\":{\"name\":\"ringlab\"}}")
                .post("/api/sessions")
                .then()
                .statusCode(201)
                .body("id", equalTo(begun.getFirst()));
        browser.as("k-early").get("/notebooks/" + notebook).then().statusCode(200);
        browser.as("k-early").get("/notebooks/no/such.ipynb").then().statusCode(200);
        browser.as("k-early")
                .get("/api/contents/" + notebook + "/checkpoints")
                .then()
                .body("", hasSize(1));
        assertEquals(begun, sessions("k-early"));
    }

    private List<String> sessions(String user) {
        return browser.as(user).get("/api/sessions").then().extract().path("id");
    }

    @Test
    void submissionsFromTheKernelAreAnswered() throws Exception {
        browser.as("k-sub").get("/notebooks/01-tiny/lesson.en.ipynb").then().statusCode(200);
        String kernel = browser.as("k-sub")
                .body(
                        "{\"path\":\"01-tiny/lesson.en.ipynb\",\"type\":\"notebook\",\"name\":\"\",\"kernel\":{\"name\":\"ringlab\"}}")
                .post("/api/sessions")
                .then()
                .extract()
                .path("kernel.id");
        Browser.Socket socket = Browser.connect(kernel, null, "Cookie", cookie("k-sub"));
        socket.socket().sendText(execute("m1", "submit"), true).join();
        String answer = socket.await("stream", "reports");
        assertTrue(answer.contains("\\\"ok\\\":true") && answer.contains("01-tiny/e1-forward"), answer);
    }

    @Test
    void interruptRestartAndStop() throws Exception {
        String kernel = kernel("k-dan");
        Browser.Socket socket = Browser.connect(kernel, null, "Cookie", cookie("k-dan"));
        socket.socket().sendText(execute("m1", "sleep"), true).join();
        socket.await("status", "busy", "m1");
        browser.as("k-dan").post("/api/kernels/" + kernel + "/interrupt").then().statusCode(204);
        socket.await("stream", "interrupted");
        browser.as("k-dan")
                .post("/api/kernels/" + kernel + "/restart")
                .then()
                .statusCode(200)
                .body("id", equalTo(kernel));
        socket.socket().sendText(execute("m2", "echo again"), true).join();
        socket.await("stream", "again");
        browser.as("k-dan").delete("/api/kernels/" + kernel).then().statusCode(204);
        socket.await("status", "dead");
    }

    @Test
    void nobodyReachesAnothersKernelOrSession() {
        String kernel = kernel("k-eve");
        for (String address : List.of("", "/interrupt", "/restart")) {
            browser.as("k-mal")
                    .post("/api/kernels/" + kernel + address)
                    .then()
                    .statusCode(address.isEmpty() ? 405 : 404);
        }
        browser.as("k-mal").get("/api/kernels/" + kernel).then().statusCode(404);
        browser.as("k-mal").delete("/api/kernels/" + kernel).then().statusCode(404);
        browser.as("k-mal").get("/api/kernels").then().body("", hasSize(0));
        String session = browser.as("k-eve")
                .body("{\"path\":\"x\",\"type\":\"notebook\",\"name\":\"\",\"kernel\":{\"id\":\"" + kernel + "\"}}")
                .post("/api/sessions")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        browser.as("k-mal").get("/api/sessions/" + session).then().statusCode(404);
        browser.as("k-mal")
                .body("{\"path\":\"y\"}")
                .patch("/api/sessions/" + session)
                .then()
                .statusCode(404);
        browser.as("k-mal").delete("/api/sessions/" + session).then().statusCode(404);
        browser.as("k-mal")
                .body("{\"path\":\"x\",\"type\":\"notebook\",\"name\":\"\",\"kernel\":{\"id\":\"" + kernel + "\"}}")
                .post("/api/sessions")
                .then()
                .statusCode(404);

        assertThrows(CompletionException.class, () -> Browser.connect(kernel, null, "Cookie", cookie("k-mal")));
        assertThrows(CompletionException.class, () -> Browser.connect(kernel, null));
        assertThrows(
                CompletionException.class,
                () -> Browser.connect(kernel, null, "Cookie", cookie("k-eve"), "Origin", "http://evil.example"));
    }

    @Test
    void aTokenOpensChannelsFromAnywhere() throws Exception {
        String kernel = kernel("k-fay");
        String token = browser.as("k-fay")
                .body("{}")
                .post("/api/ringlab/tokens")
                .then()
                .extract()
                .path("token");
        Browser.Socket socket =
                Browser.connect(kernel, null, "Authorization", "token " + token, "Origin", "vscode://x");
        socket.socket().sendText(execute("m1", "echo by token"), true).join();
        socket.await("stream", "by token");
    }

    @Test
    void otherKernelsDoNotExist() {
        browser.as("k-gus")
                .body("{\"name\":\"python3\"}")
                .post("/api/kernels")
                .then()
                .statusCode(404);
        browser.as("k-gus").get("/api/kernels/no-such").then().statusCode(404);
        browser.as("k-gus").get("/api/kernelspecs").then().body("default", equalTo("ringlab"));
    }

    @Test
    void healthShowsWhatTheSelfTestProved() {
        given().get("/q/health")
                .then()
                .body("checks.find { it.name == 'kernels' }.data.isolation", equalTo("all 9 attempts were stopped"));
    }
}
