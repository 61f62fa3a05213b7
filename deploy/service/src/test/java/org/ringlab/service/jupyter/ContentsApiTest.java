package org.ringlab.service.jupyter;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.service.TestDatabase;
import org.ringlab.service.accounts.Role;

/** Students' files, as the notebook interface and other Jupyter clients use them. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(TestKernels.class)
class ContentsApiTest {
    private static final String NOTEBOOK =
            "{\"type\":\"notebook\",\"format\":\"json\",\"content\":{\"cells\":[{\"cell_type\":\"code\",\"source\":\"%s\","
                    + "\"metadata\":{},\"outputs\":[],\"execution_count\":null,\"id\":\"c1\"}],\"metadata\":{},"
                    + "\"nbformat\":4,\"nbformat_minor\":5}}";

    private final Browser browser;

    ContentsApiTest(Browser browser) {
        this.browser = browser;
    }

    private void save(String user, String path, String source) {
        browser.as(user)
                .body(NOTEBOOK.formatted(source))
                .put("/api/contents/" + path)
                .then()
                .statusCode(201);
    }

    @Test
    void aNotebookIsSavedAndReadBack() {
        save("c-ann", "a/b.ipynb", "first");
        String modified = browser.as("c-ann")
                .get("/api/contents/a/b.ipynb?type=notebook&content=1&hash=1")
                .then()
                .statusCode(200)
                .body("content.cells[0].source", equalTo("first"))
                .body("format", equalTo("json"))
                .body("hash_algorithm", equalTo("sha256"))
                .body("writable", equalTo(true))
                .extract()
                .path("last_modified");
        browser.as("c-ann")
                .get("/api/contents/a/b.ipynb?content=0")
                .then()
                .body("content", nullValue())
                .body("last_modified", equalTo(modified));
        browser.as("c-ann")
                .body(NOTEBOOK.formatted("second"))
                .put("/api/contents/a/b.ipynb")
                .then()
                .statusCode(200);
        browser.as("c-ann")
                .get("/api/contents/a")
                .then()
                .body("type", equalTo("directory"))
                .body("content.name", hasItem("b.ipynb"));
    }

    @Test
    void filesAreTextOrBytesAndLargeOnesComeInParts() {
        browser.as("c-bob")
                .body("{\"type\":\"file\",\"format\":\"text\",\"content\":\"héllo\"}")
                .put("/api/contents/t.txt")
                .then()
                .statusCode(201);
        browser.as("c-bob")
                .get("/api/contents/t.txt")
                .then()
                .body("content", equalTo("héllo"))
                .body("format", equalTo("text"));
        for (int chunk : new int[] {1, 2, -1}) {
            String bytes = Base64.getEncoder().encodeToString(new byte[] {(byte) 0xff, (byte) chunk});
            browser.as("c-bob")
                    .body(Map.of("type", "file", "format", "base64", "chunk", chunk, "content", bytes))
                    .put("/api/contents/raw.bin")
                    .then()
                    .statusCode(chunk == 1 ? 201 : 200);
        }
        browser.as("c-bob")
                .get("/api/contents/raw.bin")
                .then()
                .body("format", equalTo("base64"))
                .body("size", equalTo(6));
    }

    @Test
    void filesAreMadeCopiedRenamedAndRemoved() {
        browser.as("c-cyd")
                .body("{\"type\":\"notebook\"}")
                .post("/api/contents")
                .then()
                .statusCode(201)
                .body("path", equalTo("Untitled.ipynb"));
        browser.as("c-cyd")
                .body("{\"type\":\"notebook\"}")
                .post("/api/contents")
                .then()
                .body("path", equalTo("Untitled1.ipynb"));
        browser.as("c-cyd")
                .body("{\"type\":\"directory\"}")
                .post("/api/contents")
                .then()
                .body("path", equalTo("Untitled Folder"));
        browser.as("c-cyd")
                .body("{\"copy_from\":\"Untitled.ipynb\"}")
                .post("/api/contents")
                .then()
                .body("path", equalTo("Untitled-Copy1.ipynb"));
        browser.as("c-cyd")
                .body("{\"path\":\"Untitled1.ipynb\"}")
                .patch("/api/contents/Untitled.ipynb")
                .then()
                .statusCode(409);
        browser.as("c-cyd")
                .body("{\"path\":\"x/y.ipynb\"}")
                .patch("/api/contents/Untitled.ipynb")
                .then()
                .statusCode(200)
                .body("path", equalTo("x/y.ipynb"));
        browser.as("c-cyd")
                .body("{\"path\":\"z\"}")
                .patch("/api/contents/x")
                .then()
                .statusCode(200);
        browser.as("c-cyd").get("/api/contents/z/y.ipynb").then().statusCode(200);
        browser.as("c-cyd").delete("/api/contents/z").then().statusCode(204);
        browser.as("c-cyd")
                .get("/api/contents/z/y.ipynb")
                .then()
                .statusCode(404)
                .body("message", containsString("no file"));
    }

    @Test
    void checkpointsGoBack() {
        save("c-dan", "n.ipynb", "before");
        browser.as("c-dan")
                .get("/api/contents/n.ipynb/checkpoints")
                .then()
                .statusCode(200)
                .body("$", hasSize(0));
        String id = browser.as("c-dan")
                .post("/api/contents/n.ipynb/checkpoints")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        browser.as("c-dan")
                .body(NOTEBOOK.formatted("after"))
                .put("/api/contents/n.ipynb")
                .then()
                .statusCode(200);
        browser.as("c-dan")
                .post("/api/contents/n.ipynb/checkpoints/" + id)
                .then()
                .statusCode(204);
        browser.as("c-dan").get("/api/contents/n.ipynb").then().body("content.cells[0].source", equalTo("before"));
        browser.as("c-dan")
                .delete("/api/contents/n.ipynb/checkpoints/" + id)
                .then()
                .statusCode(204);
        browser.as("c-dan").get("/api/contents/n.ipynb/checkpoints").then().body("$", hasSize(0));
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"type\":\"notebook\",\"content\":{\"cells\":3,\"nbformat\":4}}', 400, cells",
        "'{\"type\":\"notebook\",\"content\":\"text\"}', 400, no JSON object",
        "'{\"type\":\"notebook\",\"content\":{\"nbformat\":3,\"worksheets\":[]}}', 400, nbformat",
        "'{\"type\":\"notebook\",\"content\":{\"nbformat\":4,\"cells\":[{\"source\":1}]}}', 400, cell 1",
        "'{\"type\":\"file\",\"format\":\"text\"}', 400, content",
        "'{\"type\":\"file\",\"format\":\"base64\",\"content\":\"a\"}', 400, base64",
        "'{\"type\":\"spell\"}', 400, type",
    })
    void brokenContentIsRefusedWithTheReason(String body, int status, String words) {
        browser.as("c-eve")
                .body(body)
                .put("/api/contents/broken.ipynb")
                .then()
                .statusCode(status)
                .body("message", containsString(words));
        browser.as("c-eve").get("/api/contents/broken.ipynb").then().statusCode(404);
    }

    @Test
    void aBrokenNotebookInTheStoreIsShownAsText() {
        browser.as("c-fay")
                .body("{\"type\":\"file\",\"format\":\"text\",\"content\":\"{\"}")
                .put("/api/contents/b.ipynb")
                .then()
                .statusCode(201);
        browser.as("c-fay").get("/api/contents/b.ipynb?type=notebook").then().statusCode(400);
        browser.as("c-fay")
                .get("/api/contents/b.ipynb?type=file")
                .then()
                .statusCode(200)
                .body("content", equalTo("{"));
    }

    @Test
    void aFileThatIsTooLargeIsRefusedAndTheOldOneStays() {
        save("c-gus", "n.ipynb", "small");
        browser.as("c-gus")
                .body(NOTEBOOK.formatted("x".repeat(11 << 20)))
                .put("/api/contents/n.ipynb")
                .then()
                .statusCode(413)
                .body("message", containsString("Too large"));
        browser.as("c-gus").get("/api/contents/n.ipynb").then().body("content.cells[0].source", equalTo("small"));
    }

    @Test
    void aLessonsFilesAreCopiedOnceAndNeverOverwritten() {
        browser.as("c-hal")
                .get("/notebooks/01-tiny/lesson.en.ipynb")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store");
        browser.as("c-hal").get("/api/contents/01-tiny").then().body("content.name", hasItem("lesson.zh.ipynb"));
        browser.as("c-hal").get("/api/contents/01-tiny/labs/tiny.yaml").then().statusCode(200);
        browser.as("c-hal")
                .body(NOTEBOOK.formatted("mine"))
                .put("/api/contents/01-tiny/lesson.en.ipynb")
                .then()
                .statusCode(200);
        browser.as("c-hal").get("/notebooks/01-tiny/lesson.en.ipynb").then().statusCode(200);
        browser.as("c-hal")
                .get("/api/contents/01-tiny/lesson.en.ipynb")
                .then()
                .body("content.cells[0].source", equalTo("mine"));
        String kept = browser.as("c-hal")
                .body("{\"path\":\"01-tiny/lesson.en.ipynb\"}")
                .post("/api/ringlab/lessons/fresh-copy")
                .then()
                .statusCode(200)
                .extract()
                .path("kept");
        browser.as("c-hal")
                .get("/api/contents/" + kept.replace(" ", "%20"))
                .then()
                .body("content.cells[0].source", equalTo("mine"));
        browser.as("c-hal")
                .get("/api/contents/01-tiny/lesson.en.ipynb")
                .then()
                .body("content.cells[0].source", not(equalTo("mine")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../i-ann/secret.txt",
                "%2e%2e/i-ann/secret.txt",
                "..%2fi-ann%2fsecret.txt",
                "%2Fetc%2Fpasswd",
                "/etc/passwd",
                "01-tiny/../../../../../../etc/passwd",
                "01-tiny/..%5c..%5cetc",
                "i-ann/secret.txt",
                "secret.txt",
                "hidden/01-tiny/e1-forward/hidden.yaml",
                "01-tiny/exercises/e1-forward/hidden.yaml",
                "01-tiny/hidden.yaml",
                "proc/self/environ",
            })
    void nobodyReadsAnothersFilesHiddenPartsOrTheMachine(String path) {
        browser.as("i-ann")
                .body("{\"type\":\"file\",\"format\":\"text\",\"content\":\"ann's secret\"}")
                .put("/api/contents/secret.txt");
        for (String address : new String[] {"/api/contents/", "/files/", "/api/contents/secret.txt/../"}) {
            browser.as("i-bob").get(address + path).then().statusCode(not(200));
        }
        browser.as("i-bob").get("/static/notebook/1.test/" + path).then().statusCode(not(200));
        browser.as("i-bob").get("/api/contents").then().body("content.name", not(hasItem("secret.txt")));
        browser.as("i-bob").get("/api/contents/secret.txt/checkpoints").then().body("$", hasSize(0));
        browser.as("i-bob")
                .body("{\"path\":\"got.txt\"}")
                .patch("/api/contents/" + path)
                .then()
                .statusCode(not(200));
        browser.as("i-bob")
                .body("{\"copy_from\":\"" + path.replace("%2f", "/") + "\"}")
                .post("/api/contents")
                .then()
                .statusCode(not(201));
    }

    @Test
    void filesAreServedWithoutScripts() {
        browser.as("c-ivy")
                .body("{\"type\":\"file\",\"format\":\"text\",\"content\":\"<script>1</script>\"}")
                .put("/api/contents/x.html")
                .then()
                .statusCode(201);
        browser.as("c-ivy")
                .get("/files/x.html")
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", "sandbox")
                .header("X-Content-Type-Options", "nosniff")
                .body(containsString("<script>"));
        browser.as("c-ivy")
                .get("/files/x.html?download=1")
                .then()
                .header("Content-Disposition", containsString("x.html"));
    }

    @Test
    void strangersGetAMessageAndChangesNeedTheXsrfHeader() {
        given().get("/api/contents").then().statusCode(403).contentType(ContentType.JSON);
        given().get("/api").then().statusCode(200).body("version", containsString("."));
        browser.withCookie("c-jim")
                .body("{\"type\":\"notebook\"}")
                .post("/api/contents")
                .then()
                .statusCode(403)
                .body("message", containsString("_xsrf"));
        browser.withCookie("c-jim")
                .cookie("_xsrf", "a")
                .header("X-XSRFToken", "b")
                .body("{\"type\":\"notebook\"}")
                .post("/api/contents")
                .then()
                .statusCode(403);
        browser.as("c-jim")
                .body("{\"type\":\"notebook\"}")
                .post("/api/contents")
                .then()
                .statusCode(201);
    }

    @Test
    void aPersonalTokenSignsInWithoutCookies() {
        String token = browser.as("c-kim")
                .body("{\"label\":\"VS Code\"}")
                .post("/api/ringlab/tokens")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
        given().header("Authorization", "token " + token)
                .contentType(ContentType.JSON)
                .body("{\"type\":\"notebook\"}")
                .post("/api/contents")
                .then()
                .statusCode(201);
        given().get("/api/me?token=" + token).then().statusCode(200).body("identity.username", equalTo("c-kim"));
        given().header("Authorization", "token wrong")
                .get("/api/contents")
                .then()
                .statusCode(403);
        int id = browser.as("c-kim")
                .get("/api/ringlab/tokens")
                .then()
                .body("[0].label", equalTo("VS Code"))
                .extract()
                .path("[0].id");
        browser.as("c-leo").delete("/api/ringlab/tokens/" + id).then().statusCode(204);
        given().get("/api/me?token=" + token).then().statusCode(200);
        browser.as("c-kim").delete("/api/ringlab/tokens/" + id).then().statusCode(204);
        given().redirects().follow(false).get("/api/me?token=" + token).then().statusCode(403);
    }

    @Test
    void pagesRenderTheBundleAndItsFilesMayBeKept() {
        browser.withCookie("c-max")
                .get("/tree/a%20%3Cb%3E")
                .then()
                .statusCode(200)
                .cookie("_xsrf", not(nullValue()))
                .body(containsString("\"notebookPage\":\"tree\""), containsString("\"treePath\":\"a \\u003cb>\""))
                .body(containsString("<title>a &lt;b&gt;</title>"), containsString("/static/notebook/1.test/main.js"));
        given().get("/static/notebook/1.test/main.js")
                .then()
                .statusCode(200)
                .header("Cache-Control", containsString("immutable"))
                .contentType(containsString("text/javascript"));
        given().get("/static/notebook/0/main.js").then().statusCode(404);
    }

    @Test
    void settingsAreKeptForEachStudent() {
        String id = "@jupyterlab/notebook-extension:tracker";
        browser.as("c-ned")
                .body("{\"raw\":\"{ /* mine */ }\"}")
                .put("/lab/api/settings/" + id)
                .then()
                .statusCode(204);
        browser.as("c-ned").get("/lab/api/settings").then().body("settings.raw", hasItem("{ /* mine */ }"));
        browser.as("c-ned").get("/lab/api/settings/" + id).then().body("raw", equalTo("{ /* mine */ }"));
        browser.as("c-oda").get("/lab/api/settings/" + id).then().body("raw", equalTo("{}"));
        browser.as("c-ned").get("/lab/api/settings?ids_only=true").then().body("settings", hasSize(2));
        browser.as("c-ned")
                .body("{\"data\":{\"x\":1},\"metadata\":{\"id\":\"default\"}}")
                .put("/lab/api/workspaces/default")
                .then()
                .statusCode(204);
        browser.as("c-ned").get("/lab/api/workspaces/default").then().body("data.x", equalTo(1));
        browser.as("c-oda").get("/lab/api/workspaces/default").then().body("data.x", nullValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/me",
                "/api/status",
                "/api/nbconvert",
                "/api/config/notebook",
                "/api/kernelspecs",
                "/api/kernels",
                "/api/sessions",
                "/lab/api/translations",
                "/lab/api/translations/zh_CN",
                "/kernelspecs/ringlab/logo-svg.svg"
            })
    void smallAnswersAreThere(String address) {
        browser.as("c-pat").get(address).then().statusCode(200);
    }

    @Test
    void memoryIsForAdministrators() {
        browser.as("c-pat").get("/api/ringlab/kernels/memory").then().statusCode(403);
        given().cookie("ringlab-session", browser.session("c-root", Role.ADMIN))
                .get("/api/ringlab/kernels/memory")
                .then()
                .statusCode(200);
    }
}
