package org.ringlab.jupyter.magic;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.display.Language;
import org.ringlab.display.ReportView;
import org.ringlab.jupyter.lab.Exercise;
import org.ringlab.jupyter.lab.ServiceLink;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;
import org.ringlab.labfile.TextTree;

/**
 * {@code %submit [ID]}: hands in the answers and shows the report. Where no answer was run it says so and hands in
 * nothing, since that would cost an attempt; {@code --anyway} insists.
 */
public final class SubmitMagic extends LabMagicBase {
    private static final String ANYWAY = "--anyway";

    private final ServiceLink service;

    /** Through {@code service}. */
    public SubmitMagic(Workbench bench, ServiceLink service) {
        super(bench, "%submit [ID] [--anyway]", Text.ABOUT_SUBMIT);
        this.service = service;
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        if (!service.isHosted()) {
            // No failure: a lesson's notebook may be run from its first cell to its last anywhere.
            String hint = say(Text.HINT, say(Text.HINT_SUBMIT_PAGE));
            call.output().display(Views.remark(say(Text.NOT_HOSTED) + "\n" + hint));
            return;
        }
        String asked = call.arguments().stream()
                .filter(word -> !word.equals(ANYWAY))
                .findFirst()
                .orElse("");
        if (!call.arguments().contains(ANYWAY)) {
            refuseUntouched(asked);
        }
        Progress progress = new Progress(call.output());
        progress.show(say(Text.SUBMITTING));
        Optional<JsonObject> reply = service.submit(asked, bench().cells());
        progress.done(say(reply.isPresent() ? Text.SUBMITTED : Text.NO_REPLY));
        JsonObject answer =
                reply.orElseThrow(() -> new MagicFailureException(say(Text.NO_REPLY), say(Text.HINT_SUBMIT_PAGE)));
        if (!answer.has("ok") || !answer.get("ok").getAsBoolean()) {
            JsonElement error = answer.get("error");
            throw new MagicFailureException(error == null ? answer.toString() : error.getAsString());
        }
        JsonArray reports = answer.getAsJsonArray("reports");
        for (JsonElement report : reports == null ? new JsonArray() : reports) {
            show(call, report.toString());
        }
    }

    private void refuseUntouched(String asked) throws MagicFailureException {
        String name = asked.substring(asked.lastIndexOf('/') + 1);
        List<Exercise> exercises = bench().files().exercises().stream()
                .filter(id -> name.isEmpty() || id.equals(name))
                .flatMap(id -> bench().files().read("exercises/" + id + "/exercise.yaml").stream())
                .flatMap(yaml -> Stream.ofNullable(Exercise.read(yaml).exercise()))
                .toList();
        Map<String, String> cells = bench().cells();
        if (!exercises.isEmpty() && exercises.stream().noneMatch(exercise -> exercise.isTouchedIn(cells))) {
            String wanted = exercises.stream()
                    .flatMap(exercise -> exercise.answers().stream())
                    .map(AnswerSpec::cell)
                    .collect(Collectors.joining(", "));
            throw new MagicFailureException(say(Text.NOTHING_ANSWERED), say(Text.HINT_ANYWAY, wanted));
        }
    }

    private void show(MagicCall call, String json) {
        Map<String, Object> report = new LinkedHashMap<>();
        if (TextTree.json(json).value() instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (value != null) {
                    report.put(String.valueOf(key), value);
                }
            });
        }
        Language language = messages().language();
        call.output().display(Views.drawn(ReportView.text(report, language), ReportView.html(report, language)));
    }
}
