package org.ringlab.service.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.ringlab.checks.Given;
import org.ringlab.content.ExerciseText;
import org.ringlab.content.Lesson;
import org.ringlab.service.accounts.Accounts;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.kernels.KernelServices;
import org.ringlab.service.kernels.SessionStart;
import org.ringlab.service.submissions.Receipt;
import org.ringlab.service.submissions.Standings;
import org.ringlab.service.submissions.SubmissionViews;
import org.ringlab.service.submissions.SubmitService;
import org.ringlab.service.web.Refusal;

/** What kernels ask of the service: their student's files at the start, keeping the lab's state, submitting. */
@ApplicationScoped
public class HostedServices implements KernelServices {
    private final Catalog catalog;
    private final Contents contents;
    private final LabStates states;
    private final SubmitService submit;
    private final SubmissionViews views;
    private final Accounts accounts;
    private final Standings standings;
    private final ObjectMapper json;

    HostedServices(
            Catalog catalog,
            Contents contents,
            LabStates states,
            SubmitService submit,
            SubmissionViews views,
            Accounts accounts,
            Standings standings,
            ObjectMapper json) {
        this.catalog = catalog;
        this.contents = contents;
        this.states = states;
        this.submit = submit;
        this.views = views;
        this.accounts = accounts;
        this.standings = standings;
        this.json = json;
    }

    @Override
    @ActivateRequestContext
    public SessionStart sessionStart(String owner, String notebook) {
        Optional<Lesson> lesson = catalog.lessonOfNotebook(notebook);
        LabStates.LabState state = states.find(owner, FilePath.of(notebook));
        return new SessionStart(
                notebook.isEmpty() ? null : notebook,
                notebook.endsWith(".en.ipynb") ? "en" : "zh",
                lesson.map(Lesson::id).orElse(null),
                lesson.map(found -> files(owner, found, FilePath.of(notebook).folder()))
                        .orElse(Map.of()),
                state.log(),
                state.lab(),
                Math.toIntExact(Given.student(owner)),
                false);
    }

    /** Lab files as the student has them now beside the notebook, and the public text of the exercises as published. */
    private Map<String, String> files(String owner, Lesson lesson, FilePath folder) {
        Map<String, String> files = new HashMap<>();
        FilePath lessons = new FilePath(lesson.id());
        lesson.labs().forEach((name, text) -> {
            String own = "labs/" + name;
            files.put(
                    own,
                    contents.bytes(owner, folder.child(own))
                            .or(() -> contents.bytes(owner, lessons.child(own)))
                            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                            .orElse(text));
        });
        for (ExerciseText exercise : lesson.exercises()) {
            String name = exercise.id().substring(exercise.id().indexOf('/') + 1);
            files.put(
                    "exercises/" + name + "/exercise.yaml",
                    catalog.publicText(exercise.id()).orElse(exercise.exerciseYaml()));
        }
        return files;
    }

    @Override
    @ActivateRequestContext
    public void saveState(String owner, String notebook, JsonNode state) {
        JsonNode lab = state.path("lab");
        states.save(owner, FilePath.of(notebook), lab.isTextual() ? lab.asText() : null, state.path("log"));
    }

    @Override
    @ActivateRequestContext
    public Object submit(String owner, String notebook, JsonNode request) {
        JsonNode exercise = request.path("exercise");
        Map<String, String> cells = new HashMap<>();
        request.path("cells")
                .fields()
                .forEachRemaining(
                        cell -> cells.put(cell.getKey(), cell.getValue().asText()));
        try {
            Receipt receipt =
                    submit.submitFromKernel(owner, notebook, exercise.isTextual() ? exercise.asText() : null, cells);
            return Map.of("ok", true, "reports", reports(receipt));
        } catch (Refusal refusal) {
            String language = notebook.endsWith(".en.ipynb") ? "en" : "zh";
            return Map.of("ok", false, "error", refusal.text().in(language));
        }
    }

    @Override
    @ActivateRequestContext
    public int nextAttempt(String owner, String exercise) {
        return QuarkusTransaction.requiringNew()
                .call(() -> accounts.byName(owner)
                        .map(account -> standings.next(account, exercise))
                        .orElse(1));
    }

    private List<JsonNode> reports(Receipt receipt) {
        return Stream.concat(
                        receipt.submissions().stream()
                                .map(view ->
                                        Optional.ofNullable(view.report()).orElseGet(() -> json.valueToTree(view))),
                        receipt.refused().stream().map(views::of))
                .toList();
    }
}
