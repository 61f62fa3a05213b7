package org.ringlab.service;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ringlab.service.accounts.Role;

/** What a teacher sees of a class. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class InsightTest {
    private final Site site;

    InsightTest(Site site) {
        this.site = site;
    }

    private String teacher(String path) {
        return site.as("insight-teacher", Role.TEACHER)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    @Test
    void statisticsNameTheCommonestWrongAnswer() {
        site.upload("insight-1", Site.notebook("true", "int count = 777;"));
        site.upload("insight-2", Site.notebook("true", "int count = 777;"));
        site.upload("insight-3", Site.solved());
        String page = teacher("/teacher/exercises/01-tiny/e2-count/statistics");
        assertThat(
                page, allOf(containsString("It is two"), matchesPattern("(?s).*2 × 777.*"), containsString("<meter")));
        assertThat(
                teacher("/teacher/exercises/01-tiny/e1-forward/statistics"),
                allOf(containsString("secret-check"), containsString("Forwards as well")));
    }

    @Test
    void statisticsAreATableForSpreadsheetsToo() {
        site.upload("insight-10", Site.notebook("true", "int count = 778;"));
        String page = "/teacher/exercises/01-tiny/e2-count/statistics";
        assertThat(teacher(page), containsString("href=\"" + page + ".csv\""));
        site.as("insight-teacher", Role.TEACHER)
                .get(page + ".csv")
                .then()
                .statusCode(200)
                .header("Content-Type", containsString("text/csv"))
                .header("Content-Disposition", containsString("statistics-01-tiny-e2-count.csv"))
                .body(startsWith("\uFEFFexercise,check,title,passed,students,percent,"
                        + "mistake1,count1,mistake2,count2,mistake3,count3\r\n"))
                .body(matchesPattern("(?s).*01-tiny/e2-count,[a-z-]+,It is two,\\d+,\\d+,\\d+,[^,]+,[1-9]\\d*,.*"));
        site.as("insight-10", Role.STUDENT).get(page + ".csv").then().statusCode(403);
        site.as("insight-teacher", Role.TEACHER)
                .get("/teacher/exercises/01-tiny/none/statistics.csv")
                .then()
                .statusCode(404);
    }

    @Test
    void theClassShowsWhoIsThroughAndWhoTries() {
        site.upload("insight-4", Site.solved());
        site.upload("insight-5", Site.notebook("true", "int count = 2;"));
        site.session("insight-6", Role.STUDENT);
        String rows = teacher("/teacher/class/rows?lesson=01-tiny");
        assertThat(row(rows, "insight-4"), containsString("passed"));
        assertThat(
                row(rows, "insight-5"),
                allOf(containsString("working"), containsString("tried 1×"), containsString("✓")));
        assertThat(row(rows, "insight-6"), containsString("not begun"));
        assertThat(rows, allOf(containsString("Commonest mistakes"), containsString("<dd>")));
        assertThat(teacher("/teacher/class"), containsString("src=\"/assets/live.js\""));
    }

    private static String row(String page, String student) {
        int start = page.indexOf(">" + student + "</a>");
        return page.substring(start, page.indexOf("</tr>", start));
    }

    @Test
    void aTableThatHasNotChangedIsNotSentAgain() {
        Response first = site.as("insight-teacher", Role.TEACHER).get("/teacher/class/rows?lesson=01-tiny");
        // A minute may pass between the two: then the second is new, and the third is not.
        String tag = first.header("ETag");
        for (int i = 0; i < 2; i++) {
            Response next = site.as("insight-teacher", Role.TEACHER)
                    .header("If-None-Match", tag)
                    .get("/teacher/class/rows?lesson=01-tiny");
            if (next.statusCode() == 304) {
                return;
            }
            tag = next.header("ETag");
        }
        throw new AssertionError("sent three times");
    }

    @Test
    void aTeacherWorksOnACopyWithoutOutputsAndTheStudentsStays() {
        String notebook = "01-tiny/lesson.en.ipynb";
        site.as("insight-7", Role.STUDENT).get("/notebooks/" + notebook).then();
        Map<String, Object> cell = Map.of(
                "cell_type", "code",
                "id", "x",
                "metadata", Map.of(),
                "source", "true",
                "outputs",
                        List.of(Map.of(
                                "output_type", "display_data",
                                "metadata", Map.of(),
                                "data", Map.of("text/html", "<script>evil()</script>"))));
        Map<String, Object> content =
                Map.of("nbformat", 4, "nbformat_minor", 5, "metadata", Map.of(), "cells", List.of(cell));
        site.as("insight-7", Role.STUDENT)
                .cookie("_xsrf", "token")
                .header("X-XSRFToken", "token")
                .contentType("application/json")
                .body(Map.of("type", "notebook", "content", content))
                .put("/api/contents/" + notebook)
                .then()
                .statusCode(lessThan(300));
        String place = site.as("insight-teacher", Role.TEACHER)
                .formParam("student", "insight-7")
                .formParam("notebook", notebook)
                .post("/teacher/class/copies")
                .then()
                .statusCode(303)
                .extract()
                .header("Location");
        String path = URLDecoder.decode(place.substring(place.indexOf("/notebooks/") + 11), StandardCharsets.UTF_8);
        site.as("insight-teacher", Role.TEACHER)
                .get("/api/contents/{path}", path)
                .then()
                .statusCode(200)
                .body(containsString("true"))
                .body(not(containsString("evil")));
        site.as("insight-7", Role.STUDENT)
                .get("/api/contents/" + notebook)
                .then()
                .body(containsString("evil"));
        site.as("insight-teacher", Role.TEACHER)
                .formParam("student", "insight-7")
                .formParam("notebook", "01-tiny/none.ipynb")
                .post("/teacher/class/copies")
                .then()
                .statusCode(404);
    }

    @Test
    void commentsThatTwoStudentsShareAreEvidence() {
        for (int i = 0; i < 5; i++) {
            site.upload("insight-sim-" + i, Site.notebook("sysctl -w net.ipv4.ip_forward=1", "int count = 2;"));
        }
        String comment = "# my grandmother told me that routers have to be woken up first";
        site.upload("insight-8", Site.notebook(comment + "\\nsysctl -w net.ipv4.ip_forward=1", "int count = 2;"));
        site.upload(
                "insight-9", Site.notebook(comment + "\\necho 1 > /proc/sys/net/ipv4/ip_forward", "int count = 2;"));
        String page = teacher("/teacher/exercises/01-tiny/e1-forward/similarity");
        assertThat(
                page,
                allOf(
                        containsString("insight-8"),
                        containsString("insight-9"),
                        containsString("my grandmother told me"),
                        not(containsString("insight-sim-1"))));
    }
}
