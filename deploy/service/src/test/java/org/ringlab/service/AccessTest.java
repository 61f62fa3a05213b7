package org.ringlab.service;

import static io.restassured.RestAssured.given;
import static io.restassured.http.ContentType.JSON;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                "/teacher/submissions?failed=true",
                "/teacher/submissions/1/received",
                "/teacher/submissions.csv",
                "/teacher/appeals",
                "/teacher/class",
                "/teacher/class/rows",
                "/teacher/regrades/1",
                "/teacher/exercises/01-tiny/e1-forward/rules",
                "/teacher/exercises/01-tiny/e1-forward/regrades",
                "/teacher/exercises/01-tiny/e1-forward/statistics",
                "/teacher/exercises/01-tiny/e1-forward/similarity",
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/teacher/submissions/1/marks",
                "/teacher/submissions/1/again",
                "/teacher/appeals/1",
                "/teacher/class/copies",
                "/teacher/regrades/1/apply",
                "/teacher/regrades/1/discard",
                "/teacher/exercises/01-tiny/e1-forward/rules",
                "/teacher/exercises/01-tiny/e1-forward/rules/reset",
                "/teacher/exercises/01-tiny/e1-forward/rules/extensions",
                "/teacher/exercises/01-tiny/e1-forward/regrades",
            })
    void onlyTeachersChangeGradesAndRules(String path) {
        given().redirects()
                .follow(false)
                .formParam("x", "y")
                .post(path)
                .then()
                .statusCode(302)
                .header("Location", endsWith("/sign-in"));
        site.as("access-6", Role.STUDENT).formParam("x", "y").post(path).then().statusCode(403);
        site.as("access-admin", Role.ADMIN)
                .formParam("x", "y")
                .post(path)
                .then()
                .statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/teacher/appeals",
                "/teacher/class",
                "/teacher/class/rows",
                "/teacher/submissions",
                "/teacher/submissions.csv",
                "/teacher/gradebook?lesson=01-tiny",
                "/teacher/exercises/01-tiny/e1-forward/rules",
                "/teacher/exercises/01-tiny/e1-forward/regrades",
                "/teacher/exercises/01-tiny/e1-forward/statistics",
                "/teacher/exercises/01-tiny/e1-forward/similarity",
            })
    void teachersGetTheirPagesInBothLanguagesAndOthersDoNot(String path) {
        given().redirects().follow(false).get(path).then().statusCode(302);
        site.as("access-admin", Role.ADMIN).get(path).then().statusCode(403);
        for (String language : new String[] {"zh", "en"}) {
            site.as("access-teacher", Role.TEACHER)
                    .cookie("ringlab-language", language)
                    .get(path)
                    .then()
                    .statusCode(200)
                    .header("Content-Security-Policy", not(containsString("unsafe")))
                    .body(not(containsString("NOT_FOUND")));
        }
        site.as("access-teacher", Role.TEACHER)
                .get(path.replace("e1-forward", "none").replace("class", "class/none"))
                .then()
                .statusCode(path.contains("e1-forward") || path.contains("class") ? 404 : 200);
    }

    /** Of the teacher's workshop for programs. */
    @ParameterizedTest
    @CsvSource({
        "GET, /api/ringlab/teacher/submissions",
        "GET, /api/ringlab/teacher/submissions/1",
        "POST, /api/ringlab/teacher/submissions/1/marks",
        "POST, /api/ringlab/teacher/submissions/1/again",
        "GET, /api/ringlab/teacher/appeals",
        "POST, /api/ringlab/teacher/appeals/1",
        "GET, /api/ringlab/teacher/regrades?exercise=01-tiny/e1-forward",
        "POST, /api/ringlab/teacher/regrades",
        "GET, /api/ringlab/teacher/regrades/1",
        "POST, /api/ringlab/teacher/regrades/1/apply",
        "POST, /api/ringlab/teacher/regrades/1/discard",
        "GET, /api/ringlab/teacher/gradebook",
    })
    void onlyTeachersProgramsGetTheWorkshop(String method, String path) {
        given().contentType(JSON)
                .body("{}")
                .request(method, path)
                .then()
                .statusCode(401)
                .body("message", containsString("not signed in"));
        for (Role role : new Role[] {Role.STUDENT, Role.ADMIN}) {
            site.as("access-api-" + role.roleName(), role)
                    .contentType(JSON)
                    .body("{}")
                    .request(method, path)
                    .then()
                    .statusCode(403);
        }
        site.as("access-teacher", Role.TEACHER)
                .contentType(JSON)
                .body("{}")
                .request(method, path.replace("/1", "/999999"))
                .then()
                .statusCode(anyOf(equalTo(200), equalTo(400), equalTo(404), equalTo(409)))
                .header("Content-Type", containsString("json"));
    }

    @Test
    void whatWasReceivedIsForTeachersAlone() {
        int id = site.upload("access-7", Site.solved()).path("reports[0].submission");
        String path = "/teacher/submissions/" + id + "/received";
        given().redirects().follow(false).get(path).then().statusCode(302);
        site.as("access-7", Role.STUDENT).get(path).then().statusCode(403);
        site.as("access-2", Role.STUDENT).get(path).then().statusCode(403);
        site.as("access-admin", Role.ADMIN).get(path).then().statusCode(403);
        site.as("access-teacher", Role.TEACHER)
                .get(path)
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("attachment"))
                .body(containsString("ip_forward=1"));
        site.as("access-teacher", Role.TEACHER)
                .get("/teacher/submissions/999999/received")
                .then()
                .statusCode(404);
    }

    @Test
    void onlyOnesOwnChecksAreContested() {
        int id =
                site.upload("access-8", Site.notebook("true", "int count = 2;")).path("reports[0].submission");
        String path = "/submissions/" + id + "/appeals";
        site.as("access-2", Role.STUDENT)
                .formParam("check", "forwards")
                .formParam("text", "Mine?")
                .post(path)
                .then()
                .statusCode(404);
        for (Role role : new Role[] {Role.TEACHER, Role.ADMIN}) {
            site.as("access-" + role.roleName(), role)
                    .formParam("check", "forwards")
                    .formParam("text", "Theirs?")
                    .post(path)
                    .then()
                    .statusCode(403);
        }
        String check = site.as("access-8", Role.STUDENT)
                .get("/api/ringlab/submissions/" + id)
                .path("report.checks.find { it.outcome == 'FAIL' }.id");
        site.as("access-8", Role.STUDENT)
                .formParam("check", check)
                .formParam("text", "It does forward.")
                .post(path)
                .then()
                .statusCode(303);
    }

    @Test
    void aRegradeIsForTeachersAlone() {
        given().redirects().follow(false).get("/teacher/regrades/1").then().statusCode(302);
        site.as("access-3", Role.STUDENT).get("/teacher/regrades/1").then().statusCode(403);
        site.as("access-admin", Role.ADMIN).get("/teacher/regrades/1").then().statusCode(403);
        site.as("access-teacher", Role.TEACHER)
                .get("/teacher/regrades/999999")
                .then()
                .statusCode(404);
    }

    @Test
    void teachersAndStrangersContestNothing() {
        given().redirects().follow(false).post("/submissions/1/appeals").then().statusCode(302);
        site.as("access-teacher", Role.TEACHER)
                .formParam("check", "x")
                .post("/submissions/1/appeals")
                .then()
                .statusCode(403);
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
