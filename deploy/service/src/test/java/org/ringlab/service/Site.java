package org.ringlab.service;

import static io.restassured.RestAssured.given;

import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ringlab.service.accounts.Accounts;
import org.ringlab.service.accounts.Role;

/** Signs in as a browser does, for tests; makes the accounts it needs. */
@ApplicationScoped
public class Site {
    static final String PASSWORD = "a password for tests";

    private final Accounts accounts;
    /** Signing in is slow on purpose, so that each user does it once. */
    private final Map<String, String> sessions = new ConcurrentHashMap<>();

    Site(Accounts accounts) {
        this.accounts = accounts;
    }

    /** A session of that user. */
    String session(String username, Role role) {
        if (accounts.byName(username).isEmpty()) {
            accounts.create(username, PASSWORD, role);
        }
        Response answer = given().redirects()
                .follow(false)
                .formParam("j_username", username)
                .formParam("j_password", PASSWORD)
                .post("/j_security_check");
        return answer.cookie("ringlab-session");
    }

    /** A request of that user that does not follow redirects. */
    RequestSpecification as(String username, Role role) {
        // As browsers send forms.
        RestAssuredConfig utf8 = RestAssuredConfig.config()
                .encoderConfig(EncoderConfig.encoderConfig().defaultContentCharset("UTF-8"));
        return given().config(utf8)
                .cookie("ringlab-session", sessions.computeIfAbsent(username, name -> session(name, role)))
                .header("Accept-Language", "en")
                .redirects()
                .follow(false);
    }

    /** The test lesson's notebook with these answers. */
    static String notebook(String commands, String count) {
        try {
            return Files.readString(Path.of("src/test/course/lessons/01-tiny/lesson.en.ipynb"))
                    .replace("# commands", commands)
                    .replace("int count = 0;", count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Full marks for both exercises. */
    static String solved() {
        return notebook("sysctl -w net.ipv4.ip_forward=1", "int count = 2;");
    }

    /** Hands a notebook in, as a file. */
    Response upload(String username, String notebook) {
        return as(username, Role.STUDENT)
                .multiPart("notebook", "lesson.ipynb", notebook.getBytes(StandardCharsets.UTF_8))
                .multiPart("lesson", "01-tiny")
                .post("/api/ringlab/submissions");
    }

    /** A teacher chooses rules for an exercise: the fields given, and nothing else restricted. */
    Response choose(String teacher, String exercise, Map<String, String> fields) {
        Map<String, String> all = new HashMap<>(Map.of(
                "show-question", "always",
                "show-pointer", "always",
                "show-rule", "after-due",
                "show-repair", "always",
                "show-misconception", "always",
                "show-decision", "always",
                "show-trace", "always",
                "show-scenario", "never"));
        all.putAll(fields);
        return as(teacher, Role.TEACHER).formParams(all).post("/teacher/exercises/" + exercise + "/rules");
    }
}
