package org.ringlab.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Submissions the service has acknowledged survive its death by SIGKILL, database orphaned and all. */
class KilledServiceTest {
    private static final String NOTEBOOK = "01-forwarding/lesson.en.ipynb";
    private static final int STUDENTS_AT_ONCE = 4;
    /** So many answers come before the kill; the other senders are then in the middle of something. */
    private static final int ACKNOWLEDGED = 6;

    private static final Duration GRADED_WITHIN = Duration.ofSeconds(90);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path data;

    @Test
    void everyAcknowledgedSubmissionHasItsReportAfterwards() throws Exception {
        Queue<Long> acknowledged = new ConcurrentLinkedQueue<>();
        try (RunningService service = RunningService.start(data, Map.of())) {
            submitUntilKilled(service, acknowledged);
        }
        assertFalse(acknowledged.isEmpty());
        try (RunningService again = RunningService.start(data, Map.of())) {
            String session = signIn(again);
            Set<String> attempts = new HashSet<>();
            for (long id : acknowledged) {
                JsonNode submission = report(again, session, id);
                assertEquals("GRADED", submission.path("status").asText());
                String attempt = submission.path("exercise").asText() + " "
                        + submission.path("attempt").asInt();
                assertTrue(attempts.add(attempt), () -> "attempt charged twice: " + attempt);
            }
            assertThrows(
                    IllegalStateException.class,
                    () -> RunningService.start(data, Map.of()),
                    "a second service on the same folder");
            assertEquals(
                    "GRADED",
                    report(again, session, acknowledged.peek()).path("status").asText());
            assertEquals(0, again.stop());
        }
    }

    private void submitUntilKilled(RunningService service, Queue<Long> acknowledged) throws Exception {
        String session = signIn(service);
        // Opening the notebook puts the lesson into the student's folder.
        assertEquals(200, get(service, session, "api/contents/" + NOTEBOOK).statusCode());
        CountDownLatch enough = new CountDownLatch(ACKNOWLEDGED);
        try (ExecutorService senders = Executors.newFixedThreadPool(STUDENTS_AT_ONCE)) {
            for (int n = 0; n < STUDENTS_AT_ONCE; n++) {
                senders.execute(() -> submitUntilRefused(service, session, acknowledged, enough));
            }
            assertTrue(enough.await(GRADED_WITHIN.toSeconds(), TimeUnit.SECONDS), service::output);
            service.handle().destroyForcibly();
        }
    }

    private void submitUntilRefused(
            RunningService service, String session, Queue<Long> acknowledged, CountDownLatch enough) {
        HttpRequest submit = request(service, session, "api/ringlab/submissions")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"path\": \"" + NOTEBOOK + "\"}"))
                .build();
        try {
            while (true) {
                HttpResponse<String> answer = http.send(submit, BodyHandlers.ofString());
                if (answer.statusCode() >= 300) {
                    return;
                }
                JsonNode body = json.readTree(answer.body());
                body.path("reports")
                        .forEach(report ->
                                acknowledged.add(report.path("submission").asLong()));
                body.path("waiting")
                        .forEach(waiting -> acknowledged.add(waiting.path("id").asLong()));
                enough.countDown();
            }
        } catch (IOException e) {
            // The service is dead, and what was sent last was not acknowledged.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private JsonNode report(RunningService service, String session, long id) throws Exception {
        Instant end = Instant.now().plus(GRADED_WITHIN);
        while (true) {
            HttpResponse<String> answer = get(service, session, "api/ringlab/submissions/" + id);
            assertEquals(200, answer.statusCode(), answer.body());
            JsonNode submission = json.readTree(answer.body());
            if (!submission.path("status").asText().equals("WAITING")) {
                return submission;
            }
            assertTrue(Instant.now().isBefore(end), "submission " + id + " is not graded");
            Thread.sleep(100);
        }
    }

    private String signIn(RunningService service) throws Exception {
        HttpResponse<Void> answer = http.send(
                HttpRequest.newBuilder(URI.create(service.url() + "j_security_check"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("j_username=student&j_password=" + service.password("student")))
                        .build(),
                BodyHandlers.discarding());
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("ringlab-session="))
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("not signed in: " + answer.statusCode()));
    }

    private HttpResponse<String> get(RunningService service, String session, String path) throws Exception {
        return http.send(request(service, session, path).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(RunningService service, String session, String path) {
        return HttpRequest.newBuilder(URI.create(service.url() + path)).header("Cookie", session);
    }
}
