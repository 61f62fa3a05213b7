package org.ringlab.cli.teacher;

import java.io.Console;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that say which service and who, and the requests made there. A password is never an argument: other users of the
 * machine can read those.
 */
final class Connection {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "${env:RINGLAB_SERVER:-http://127.0.0.1:8700/}",
            description = "Address of the service (RINGLAB_SERVER; else ${DEFAULT-VALUE}).")
    private URI server = URI.create("http://127.0.0.1:8700/");

    @Option(
            names = "--user",
            paramLabel = "NAME",
            defaultValue = "${env:RINGLAB_USER:-teacher}",
            description = "The account (RINGLAB_USER; else ${DEFAULT-VALUE}).")
    private String user = "teacher";

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "A file whose first line is the password; else RINGLAB_PASSWORD, else it is asked for.")
    @Nullable
    private Path passwordFile;

    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private @Nullable String token;
    private boolean signedIn;

    /** What is at an address. */
    String get(String path) {
        return send(request(path).GET());
    }

    /** Sends JSON; empty for nothing. */
    String post(String path, String json) {
        HttpRequest.Builder request = request(path);
        return send(
                json.isEmpty()
                        ? request.POST(BodyPublishers.noBody())
                        : request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    private HttpRequest.Builder request(String path) {
        if (!signedIn) {
            signIn();
            signedIn = true;
        }
        HttpRequest.Builder request = to(path).header("Accept-Language", "en");
        return token == null ? request : request.header("Authorization", "token " + token);
    }

    private HttpRequest.Builder to(String path) {
        String base = server.toString();
        try {
            return HttpRequest.newBuilder(URI.create((base.endsWith("/") ? base : base + "/") + path))
                    .timeout(PATIENCE);
        } catch (IllegalArgumentException e) {
            throw new Failure(base + " is no address of a service: " + e.getMessage());
        }
    }

    private void signIn() {
        Map<String, String> environment = System.getenv();
        String given = environment.get("RINGLAB_TOKEN");
        if (given != null && !given.isBlank()) {
            token = given;
            return;
        }
        String form = "j_username=" + encoded(user) + "&j_password=" + encoded(password(environment));
        HttpResponse<String> answer = exchange(to("j_security_check")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
        String location = answer.headers().firstValue("Location").orElse("");
        if (answer.statusCode() == 429) {
            throw new Failure("Too many wrong passwords for " + user + ": try again in some minutes.");
        }
        if (answer.statusCode() != 302 || location.contains("failed")) {
            throw new Failure("Not signed in: wrong password for " + user + ", or there is no such account.");
        }
    }

    private String password(Map<String, String> environment) {
        if (passwordFile != null) {
            try {
                return Files.readAllLines(passwordFile).stream().findFirst().orElse("");
            } catch (IOException e) {
                throw new Failure(passwordFile + " can't be read: "
                        + (Files.exists(passwordFile) ? "is it text?" : "there is no such file"));
            }
        }
        String given = environment.get("RINGLAB_PASSWORD");
        if (given != null) {
            return given;
        }
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword("Password of %s: ", user);
        if (typed == null) {
            throw new Failure("No password: give --password-file, or RINGLAB_PASSWORD, or a token in RINGLAB_TOKEN.");
        }
        return new String(typed);
    }

    private String send(HttpRequest.Builder request) {
        HttpResponse<String> answer = exchange(request);
        return switch (answer.statusCode()) {
            case 200, 201, 204 -> answer.body();
            case 403 -> throw new Failure("This account may not do that: a teacher's is needed.");
            case 401 -> throw new Failure("The service doesn't know this token or session.");
            default -> throw new Failure(Json.message(answer.body(), answer.statusCode()));
        };
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new Failure("No Ringlab answers at " + server + ". Is it running there?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("Interrupted.");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
