package org.ringlab.service;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.service.accounts.Role;

/** Passwords: one's own change, an administrator's, and wrong ones. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class PasswordTest {
    private static final String NEW = "another password";

    private final Site site;

    PasswordTest(Site site) {
        this.site = site;
    }

    @Test
    void aChangeEndsOtherSessionsAndBeginsANewOne() {
        String other = site.session("password-1", Role.STUDENT);
        Response answer = change("password-1", Site.PASSWORD, NEW, NEW);
        answer.then().statusCode(307).header("Location", endsWith("/j_security_check"));
        // As the browser goes on: the same form, to the sign-in.
        Cookie back = answer.getDetailedCookie("ringlab-back");
        Response signedIn = given().redirects()
                .follow(false)
                .cookie(back)
                .formParam("j_username", "password-1")
                .formParam("j_password", NEW)
                .post("/j_security_check");
        signedIn.then().statusCode(302).header("Location", endsWith("/account?changed=true"));
        given().redirects()
                .follow(false)
                .header("Accept-Language", "en")
                .cookie("ringlab-session", signedIn.cookie("ringlab-session"))
                .get("/account?changed=true")
                .then()
                .statusCode(200)
                .body(containsString("Your password is changed"));
        isSignedOut(other);
        signIn("password-1", Site.PASSWORD).then().header("Location", containsString("failed=true"));
    }

    @ParameterizedTest
    @CsvSource({
        "not my password, another password, another password, The current password is wrong",
        "a password for tests, short, short, has 8 characters or more",
        "a password for tests, another password, another passwort, The two new passwords differ",
    })
    void whatDoesNotFitChangesNothing(String old, String password, String repeated, String problem) {
        String session = site.session("password-2", Role.STUDENT);
        change("password-2", old, password, repeated)
                .then()
                .statusCode(400)
                .body(containsString(problem))
                .body(containsString("role=\"alert\""));
        given().redirects()
                .follow(false)
                .cookie("ringlab-session", session)
                .get("/account")
                .then()
                .statusCode(200);
    }

    @Test
    void aResetEndsTheSessions() {
        String session = site.session("password-3", Role.STUDENT);
        site.as("password-admin", Role.ADMIN)
                .post("/admin/users/password-3/password")
                .then()
                .statusCode(200);
        isSignedOut(session);
    }

    @Test
    void anEndedSessionMaySignInAgain() {
        String session = site.session("password-4", Role.STUDENT);
        site.as("password-admin", Role.ADMIN).post("/admin/users/password-4/password");
        given().redirects()
                .follow(false)
                .header("Accept-Language", "en")
                .cookie("ringlab-session", session)
                .get("/sign-in")
                .then()
                .statusCode(200)
                .body(containsString("name=\"j_password\""));
    }

    @Test
    void guessingIsSlowedDown() {
        site.session("password-5", Role.STUDENT);
        for (int i = 0; i < 8; i++) {
            signIn("password-5", "guess " + i).then().statusCode(302);
        }
        signIn("password-5", Site.PASSWORD)
                .then()
                .statusCode(429)
                .header("Retry-After", not("0"))
                .body(containsString("Too many wrong passwords. Try again in 5 min"));
        given().formParam("j_username", "password-5")
                .formParam("j_password", Site.PASSWORD)
                .post("/j_security_check")
                .then()
                .statusCode(429)
                .body("message", containsString("密码错误次数太多"));
        site.session("password-6", Role.STUDENT);
        signIn("password-6", Site.PASSWORD).then().header("Location", not(containsString("failed")));
    }

    @Test
    void strangersChangeNothing() {
        given().redirects().follow(false).get("/account").then().statusCode(302);
    }

    private Response change(String user, String old, String password, String repeated) {
        return site.as(user, Role.STUDENT)
                .formParam("j_username", user)
                .formParam("old", old)
                .formParam("j_password", password)
                .formParam("repeated", repeated)
                .post("/account/password");
    }

    private static Response signIn(String user, String password) {
        return given().redirects()
                .follow(false)
                .header("Accept", "text/html")
                .header("Accept-Language", "en")
                .formParam("j_username", user)
                .formParam("j_password", password)
                .post("/j_security_check");
    }

    private static void isSignedOut(String session) {
        given().redirects()
                .follow(false)
                .cookie("ringlab-session", session)
                .get("/")
                .then()
                .statusCode(302)
                .header("Location", endsWith("/sign-in"));
    }
}
