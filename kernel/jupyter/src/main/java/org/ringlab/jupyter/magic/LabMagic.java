package org.ringlab.jupyter.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.common.Diagnostic;
import org.ringlab.display.LabTopology;
import org.ringlab.display.Language;
import org.ringlab.display.Topology;
import org.ringlab.display.TopologySvg;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.host.Outcome;
import org.ringlab.jupyter.lab.LabOpener;
import org.ringlab.jupyter.lab.SavedLab;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;

/**
 * {@code %lab FILE} boots a lab and draws it; {@code show} draws it again, {@code list} names the files, {@code resume}
 * goes back to where the lab was before the kernel was restarted.
 */
public final class LabMagic extends LabMagicBase {
    /** For the lab of {@code bench}. */
    public LabMagic(Workbench bench) {
        super(bench, "%lab FILE|show|list|resume", Text.ABOUT_LAB);
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        switch (call.rest()) {
            case "", "show" -> show(call, lab());
            case "list" ->
                call.output().stdout(String.join("\n", bench().files().labs()) + "\n");
            case "resume" -> resume(call);
            default -> boot(call, call.argument(0).orElse(call.rest()));
        }
    }

    private void boot(MagicCall call, String name) throws MagicFailureException {
        Optional<LabOpener.Opened> opened = LabOpener.open(bench().files(), name);
        if (opened.isEmpty()) {
            String known = String.join(", ", bench().files().labs());
            throw new MagicFailureException(
                    say(Text.NO_SUCH_LAB, name), known.isEmpty() ? "" : say(Text.HINT_KNOWN_LABS, known));
        }
        LabSpec spec = opened.get().parsed().spec();
        if (spec == null) {
            throw new MagicFailureException(problems(opened.get()));
        }
        Lab lab = session().boot(opened.get().name(), spec);
        show(call, lab);
        for (Outcome.FailedCommand failure : lab.failures()) {
            call.output().stderr(failure.host() + ": " + failure.command() + "\n  " + failure.stderr() + "\n");
        }
    }

    private void resume(MagicCall call) throws MagicFailureException {
        SavedLab past = bench().past()
                .orElseThrow(() -> new MagicFailureException(say(Text.NOTHING_TO_RESUME), say(Text.HINT_LAB)));
        if (!bench().restore(past)) {
            throw new MagicFailureException(say(Text.NOT_RESTORED, past.lab()));
        }
        call.output().display(Views.remark(bench().restored(past)));
        show(call, lab());
    }

    private static String problems(LabOpener.Opened opened) {
        List<String> lines = new ArrayList<>();
        for (Diagnostic problem : opened.parsed().diagnostics()) {
            lines.add(opened.name() + ":" + problem.text());
        }
        return String.join("\n", lines);
    }

    private void show(MagicCall call, Lab lab) {
        Language language = messages().language();
        Topology topology = LabTopology.of(lab);
        String title = language.pick(lab.spec().title().zh(), lab.spec().title().en());
        String heading = title.isEmpty() ? lab.spec().name() : title;
        call.output()
                .display(Views.drawn(
                        heading + "\n" + TopologySvg.describe(topology, language),
                        "<p><strong>" + Views.escape(heading) + "</strong></p>"
                                + TopologySvg.draw(topology, language)));
    }
}
