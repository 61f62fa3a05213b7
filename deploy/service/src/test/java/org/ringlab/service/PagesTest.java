package org.ringlab.service;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.service.accounts.Role;

/** The students' pages, in both languages. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class PagesTest {
    private final Site site;

    PagesTest(Site site) {
        this.site = site;
    }

    @Test
    void theBrowsersLanguageIsUsedUntilOneIsChosen() {
        given().header("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.5")
                .get("/sign-in")
                .then()
                .body(allOf(containsString("登录"), containsString("lang=\"zh-CN\"")));
        given().header("Accept-Language", "fr").get("/sign-in").then().body(containsString("Sign in"));
        given().header("Accept-Language", "en")
                .cookie("ringlab-language", "zh")
                .get("/sign-in")
                .then()
                .body(containsString("登录"));
    }

    /** Whoever can't read the sign-in page changes its language there; so does whose session has ended. */
    @ParameterizedTest
    @ValueSource(strings = {"", "b3V0ZGF0ZWQ="})
    void theLanguageIsChosenBeforeSigningIn(String session) {
        given().redirects()
                .follow(false)
                .cookie("ringlab-session", session)
                .formParam("language", "zh")
                .formParam("back", "/sign-in")
                .post("/language")
                .then()
                .statusCode(303)
                .header("Location", endsWith("/sign-in"))
                .cookie("ringlab-language", "zh");
    }

    @Test
    void theChosenLanguageStaysWithTheAccount() {
        site.as("pages-1", Role.STUDENT)
                .formParam("language", "zh")
                .formParam("back", "/lessons/01-tiny")
                .post("/language")
                .then()
                .statusCode(303)
                .header("Location", endsWith("/lessons/01-tiny"));
        site.as("pages-1", Role.STUDENT).get("/").then().body(containsString("很小的一课"));
    }

    @Test
    void anExpiredSessionSaysSoAndLeadsBack() {
        Response sent = given().redirects()
                .follow(false)
                .cookie("ringlab-session", "b3V0ZGF0ZWQ=")
                .get("/lessons/01-tiny");
        sent.then().statusCode(302).header("Location", endsWith("/sign-in"));
        given().cookie("ringlab-session", "b3V0ZGF0ZWQ=")
                .header("Accept-Language", "en")
                .get("/sign-in")
                .then()
                .statusCode(200)
                .body(containsString("expired"));
        site.session("pages-2", Role.STUDENT);
        given().redirects()
                .follow(false)
                .cookie("ringlab-back", sent.cookie("ringlab-back"))
                .formParam("j_username", "pages-2")
                .formParam("j_password", Site.PASSWORD)
                .post("/j_security_check")
                .then()
                .statusCode(302)
                .header("Location", endsWith("/lessons/01-tiny"));
    }

    @Test
    void aWrongPasswordSaysSoAndNotWhich() {
        given().redirects()
                .follow(false)
                .formParam("j_username", "nobody")
                .formParam("j_password", "x")
                .post("/j_security_check")
                .then()
                .statusCode(302)
                .header("Location", endsWith("/sign-in?failed=true"));
        given().header("Accept-Language", "en")
                .get("/sign-in?failed=true")
                .then()
                .body(containsString("User name or password is wrong"));
    }

    @Test
    void theLessonShowsExercisesThenScoresAndFeedback() {
        site.as("pages-3", Role.STUDENT)
                .get("/lessons/01-tiny")
                .then()
                .statusCode(200)
                .body(containsString("/notebooks/01-tiny/lesson.en.ipynb"))
                .body(containsString("Not submitted yet"));
        site.as("pages-3", Role.STUDENT)
                .multiPart(
                        "notebook",
                        "lesson.ipynb",
                        Site.notebook("true", "int count = 2;").getBytes(StandardCharsets.UTF_8))
                .post("/lessons/01-tiny/upload")
                .then()
                .statusCode(303)
                .header("Location", endsWith("/lessons/01-tiny#exercises"));
        site.as("pages-3", Role.STUDENT)
                .get("/lessons/01-tiny")
                .then()
                .body(containsString("The gateway does not forward yet."))
                .body(containsString("best: 1 / 1"))
                .body(not(containsString("Not submitted yet")));
        site.as("pages-3", Role.STUDENT).get("/").then().body(containsString("1 of 2 exercises with full marks"));
    }

    @Test
    void whatStudentsWriteIsShownAsText() {
        String notebook =
                Site.notebook("echo '<script>alert(1)</script>'", "int count = <img src=x onerror=alert(1)>;");
        int id = site.upload("pages-4", notebook).path("reports[1].submission");
        site.as("pages-4", Role.STUDENT)
                .get("/submissions/" + id)
                .then()
                .statusCode(200)
                .body(not(containsString("<script>alert")))
                .body(not(containsString("<img src=x")));
    }

    /** Such as what a compiler says, or what was left out. */
    @Test
    void whatThereIsToSayAboutAnAnswerIsOnThePage() {
        int id = site.upload("pages-remarks", Site.notebook("%why\\ntrue", "int count = 5;"))
                .jsonPath()
                .getInt("reports.find { it.exercise == '01-tiny/e1-forward' }.submission");
        site.as("pages-remarks", Role.STUDENT)
                .get("/submissions/" + id)
                .then()
                .body(containsString("About your answers"))
                .body(containsString("<code>e1-gw</code>"))
                .body(containsString("is not graded"));
    }

    @Test
    void unknownAddressesAndLessonsHaveAPage() {
        site.as("pages-5", Role.STUDENT)
                .get("/lessons/99-none")
                .then()
                .statusCode(404)
                .body(containsString("There is no such lesson."));
        site.as("pages-5", Role.STUDENT)
                .get("/no/such/page")
                .then()
                .statusCode(404)
                .body(containsString("There is nothing at this address."));
    }

    @Test
    void signingOutEndsTheSession() {
        site.as("pages-6", Role.STUDENT)
                .post("/sign-out")
                .then()
                .statusCode(303)
                .cookie("ringlab-session", "");
    }
}
