package org.ringlab.service;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.service.accounts.Role;

/** Who gets to see what, tried by address. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class AccessTest {
    private final Site site;

    AccessTest(Site site) {
        this.site = site;
    }

    @Test
    void anotherStudentsSubmissionDoesNotExist() {
        int id = site.upload("access-1", Site.solved()).path("reports[0].submission");
        site.as("access-1", Role.STUDENT).get("/submissions/" + id).then().statusCode(200);
        site.as("access-1", Role.STUDENT)
                .get("/api/ringlab/submissions/" + id)
                .then()
                .statusCode(200)
                .body("report.status", equalTo("GRADED"));
        site.as("access-2", Role.STUDENT).get("/submissions/" + id).then().statusCode(404);
        site.as("access-2", Role.STUDENT)
                .get("/api/ringlab/submissions/" + id)
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/teacher/submissions",
                "/teacher/submissions/1",
                "/teacher/submissions/1/notebook",
                "/teacher/gradebook",
                "/teacher/gradebook.csv",
                "/teacher/exercises",
                "/teacher/exercises/01-tiny/e1-forward",
                "/teacher//exercises/01-tiny/e1-forward",
                "/teacher/./gradebook",
                "/lessons/../teacher/gradebook",
                "/teacher/gradebook;x=.css",
                "/TEACHER/gradebook",
                "/admin/users"
            })
    void studentsGetNoStaffPage(String path) {
        site.as("access-3", Role.STUDENT)
                .urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(not(equalTo(200)))
                .body(not(containsString("hidden.yaml")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/lessons/01-tiny", "/submissions/1", "/teacher/gradebook.csv", "/admin/users"})
    void strangersAreSentToTheSignIn(String path) {
        given().redirects().follow(false).get(path).then().statusCode(302).header("Location", endsWith("/sign-in"));
    }

    @Test
    void teachersDoNotManageAccounts() {
        site.as("access-teacher", Role.TEACHER).get("/admin/users").then().statusCode(403);
    }

    @Test
    void requestsMadeByOtherSitesAreRefused() {
        site.as("access-4", Role.STUDENT)
                .header("Origin", "https://elsewhere.example")
                .post("/sign-out")
                .then()
                .statusCode(403);
        site.as("access-4", Role.STUDENT)
                .header("Sec-Fetch-Site", "cross-site")
                .formParam("language", "zh")
                .post("/language")
                .then()
                .statusCode(403);
        given().header("Sec-Fetch-Site", "same-site")
                .formParam("j_username", "access-4")
                .formParam("j_password", Site.PASSWORD)
                .post("/j_security_check")
                .then()
                .statusCode(403);
    }

    @Test
    void everyAnswerHasTheSecurityHeaders() {
        given().get("/sign-in")
                .then()
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", containsString("frame-ancestors 'self'"))
                .header("Content-Security-Policy", not(containsString("unsafe")));
    }

    @Test
    void theLanguageFormLeadsNowhereElse() {
        given().redirects()
                .follow(false)
                .formParam("language", "zh")
                .formParam("back", "//elsewhere.example/")
                .post("/sign-out")
                .then()
                .statusCode(302);
        site.as("access-5", Role.STUDENT)
                .formParam("language", "zh")
                .formParam("back", "//elsewhere.example/")
                .post("/language")
                .then()
                .statusCode(303)
                .header("Location", not(containsString("elsewhere")));
    }
}
