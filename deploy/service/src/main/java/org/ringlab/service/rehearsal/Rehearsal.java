package org.ringlab.service.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Plays students who open a lesson, run a cell, save and submit, and a teacher who looks at the marks, with the demonstration accounts of a data
 * folder of its own. Only {@code --rehearse} asks for it: the launcher, to make the JVM's cache (JEP 483, 515) from what was loaded and run.
 */
@ApplicationScoped
public class Rehearsal {
    private static final String LESSON = "01-forwarding";
    private static final String NOTEBOOK = LESSON + "/lesson.en.ipynb";
    private static final int EXERCISES = 5;
    private static final List<String> STUDENTS = List.of("student", "student2");
    private static final String CELL = "%%host gw\nip route; cat /proc/sys/net/ipv4/ip_forward";

    /** What the interface asks on its way into a notebook. */
    private static final List<String> OPENING = List.of(
            "lessons/" + LESSON,
            "notebooks/" + NOTEBOOK,
            "lab/api/settings",
            "api/kernelspecs",
            "api/me",
            "api/nbconvert",
            "api/kernels",
            "api/sessions",
            "api/contents/" + NOTEBOOK + "?type=notebook&content=1&hash=1",
            "api/contents/" + NOTEBOOK + "/checkpoints");

    private static final List<String> LOOKING = List.of(
            "",
            "teacher/gradebook",
            "teacher/gradebook.csv",
            "teacher/class",
            "teacher/submissions/1",
            "teacher/exercises",
            "teacher/exercises/" + LESSON + "/e3-white-list");

    private final ObjectMapper json;
    private final Path accounts;
    /** Often enough for the JVM to profile what matters; kernels start in the first only, being dear and no part of the service. */
    private final int rounds;

    Rehearsal(
            ObjectMapper json,
            @ConfigProperty(name = "ringlab.data") Path data,
            @ConfigProperty(name = "ringlab.rehearsal.rounds", defaultValue = "10") int rounds) {
        this.json = json;
        this.accounts = data.resolve("demo-accounts.txt");
        this.rounds = rounds;
    }

    /**
     * What came of it.
     *
     * @param good answers as a student or teacher expects them
     * @param all answers asked for, cells run among them
     */
    public record Outcome(int good, int all) {}

    /**
     * Plays it once.
     *
     * @param service its own address, with a slash at the end
     * @return how it went
     * @throws IOException when the service breaks off, or there are no demonstration accounts
     */
    public Outcome play(URI service) throws IOException, InterruptedException {
        int good = 0;
        int all = rounds * (STUDENTS.size() * (OPENING.size() + EXERCISES) + LOOKING.size()) + STUDENTS.size();
        for (int round = 0; round < rounds; round++) {
            for (String student : STUDENTS) {
                try (Visitor visitor = Visitor.signedIn(service, student, password(student))) {
                    good += learn(visitor, round == 0);
                }
            }
            try (Visitor teacher = Visitor.signedIn(service, "teacher", password("teacher"))) {
                good += teacher.get(LOOKING);
            }
        }
        return new Outcome(good, all);
    }

    private int learn(Visitor visitor, boolean withKernel) throws IOException, InterruptedException {
        int good = visitor.get(OPENING);
        if (withKernel && ranCell(visitor)) {
            good++;
        }
        JsonNode notebook = json.readTree(visitor.text("api/contents/" + NOTEBOOK + "?type=notebook&content=1"));
        visitor.put(
                "api/contents/" + NOTEBOOK,
                json.writeValueAsString(json.createObjectNode()
                        .put("type", "notebook")
                        .put("format", "json")
                        .set("content", notebook.path("content"))));
        String submitted = visitor.post(
                "api/ringlab/submissions",
                json.writeValueAsString(json.createObjectNode().put("path", NOTEBOOK)));
        JsonNode answer = json.readTree(submitted);
        for (JsonNode report : answer.path("reports")) {
            good += visitor.get(
                    List.of("submissions/" + report.path("submission").asText()));
        }
        // On a busy machine a report may take longer than the service waits for it: the page says so.
        for (JsonNode waiting : answer.path("waiting")) {
            good += visitor.get(List.of("submissions/" + waiting.path("id").asText()));
        }
        return good;
    }

    private boolean ranCell(Visitor visitor) throws IOException, InterruptedException {
        String session = visitor.post(
                "api/sessions",
                json.writeValueAsString(json.createObjectNode()
                        .put("path", NOTEBOOK)
                        .put("name", "")
                        .put("type", "notebook")
                        .set("kernel", json.createObjectNode().put("name", "ringlab"))));
        JsonNode opened = json.readTree(session);
        String kernel = opened.path("kernel").path("id").asText();
        boolean ran = !kernel.isEmpty() && visitor.execute(kernel, json.writeValueAsString(CELL));
        visitor.delete("api/sessions/" + opened.path("id").asText());
        return ran;
    }

    private String password(String account) throws IOException {
        return Files.readAllLines(accounts).stream()
                .filter(line -> line.startsWith(account + " "))
                .map(line -> line.substring(account.length() + 1))
                .findFirst()
                .orElseThrow(() -> new IOException("no demonstration account " + account + " in " + accounts));
    }
}
