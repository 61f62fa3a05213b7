package org.ringlab.jupyter.magic;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ringlab.display.Language;
import org.ringlab.display.ReportView;
import org.ringlab.jupyter.lab.ServiceLink;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;
import org.ringlab.labfile.TextTree;

/** {@code %submit [ID]}: hands in the answers and shows the report. */
public final class SubmitMagic extends LabMagicBase {
    private final ServiceLink service;

    /** Through {@code service}. */
    public SubmitMagic(Workbench bench, ServiceLink service) {
        super(bench, "%submit [ID]", Text.ABOUT_SUBMIT);
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
        Progress progress = new Progress(call.output());
        progress.show(say(Text.SUBMITTING));
        Optional<JsonObject> reply = service.submit(call.argument(0).orElse(""), bench().cells());
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
