package org.ringlab.service;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.service.accounts.Role;

/** The answers while the database is away. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class UnservedRequestsTest {
    private static final String BROWSER = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8";

    private final Site site;

    UnservedRequestsTest(Site site) {
        this.site = site;
    }

    @ParameterizedTest
    @CsvSource({
        "'zh-CN,zh;q=0.9', 数据库暂时无法访问",
        "'en-GB,en;q=0.9', The database can't be reached",
        "fr, The database can't be reached"
    })
    void browsersGetAPageInTheirLanguage(String language, String text) {
        given().header("Accept", BROWSER)
                .header("Accept-Language", language)
                .get("/assets/database-away")
                .then()
                .statusCode(503)
                .contentType(startsWith("text/html"))
                .header("Retry-After", equalTo("5"))
                .header("Content-Security-Policy", containsString("default-src 'self'"))
                .body(allOf(containsString(text.replace("'", "&#39;")), containsString("<h1>")));
    }

    @Test
    void theChosenLanguageComesFirst() {
        given().header("Accept", BROWSER)
                .header("Accept-Language", "en")
                .cookie("ringlab-language", "zh")
                .get("/assets/database-away")
                .then()
                .statusCode(503)
                .body(containsString("lang=\"zh-CN\""));
    }

    @ParameterizedTest
    @CsvSource({"/assets/database-away, application/json", "/api/database-away, 'text/html'"})
    void programsGetJson(String path, String accept) {
        site.as("unserved-1", Role.STUDENT)
                .header("Accept", accept)
                .get(path)
                .then()
                .statusCode(503)
                .header("Retry-After", equalTo("5"))
                .body("message", containsString("The database can't be reached"));
    }

    @ParameterizedTest
    @CsvSource({"zh, 把编号", "en, the number"})
    void whatNobodyForesawHasANumberAndTellsNoCause(String language, String words) {
        given().header("Accept", BROWSER)
                .header("Accept-Language", language)
                .get("/assets/broken")
                .then()
                .statusCode(500)
                .contentType(startsWith("text/html"))
                .body(allOf(containsString(words), containsString("<h1>"), not(containsString("secret cause"))));
    }
}
