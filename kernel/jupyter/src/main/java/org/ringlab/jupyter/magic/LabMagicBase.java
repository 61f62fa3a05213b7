package org.ringlab.jupyter.magic;

import java.util.Optional;
import org.ringlab.common.Diagnostic;
import org.ringlab.host.Lab;
import org.ringlab.jupyter.lab.Exercise;
import org.ringlab.jupyter.lab.LabSession;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Messages;
import org.ringlab.jupyter.text.Text;

/** A magic about the lab. */
abstract class LabMagicBase implements Magic {
    private final Workbench bench;
    private final String usage;
    private final Text about;

    LabMagicBase(Workbench bench, String usage, Text about) {
        this.bench = bench;
        this.usage = usage;
        this.about = about;
    }

    @Override
    public final String name() {
        return usage.replaceFirst("^%+", "").split(" ", 2)[0];
    }

    @Override
    public final String usage() {
        return usage;
    }

    @Override
    public final Text about() {
        return about;
    }

    final Workbench bench() {
        return bench;
    }

    final LabSession session() {
        return bench.session();
    }

    final String say(Text text, Object... values) {
        return messages().say(text, values);
    }

    final Messages messages() {
        return bench.messages();
    }

    /** The open lab, or the words that none is. */
    final Lab lab() throws MagicFailureException {
        return session().lab().orElseThrow(() -> new MagicFailureException(bench.noLab(), bench.hintLab()));
    }

    /** The exercise called so; the open lab's where none is named. */
    final Exercise exercise(Optional<String> asked) throws MagicFailureException {
        String name = asked.map(id -> id.substring(id.lastIndexOf('/') + 1)).orElseGet(this::ofOpenLab);
        Optional<String> yaml = bench.files().read("exercises/" + name + "/exercise.yaml");
        if (yaml.isEmpty()) {
            String known = String.join(", ", bench.files().exercises());
            throw new MagicFailureException(
                    say(Text.NO_SUCH_EXERCISE, name), known.isEmpty() ? "" : say(Text.HINT_EXERCISES, known));
        }
        Exercise.Parsed parsed = Exercise.read(yaml.get());
        Exercise exercise = parsed.exercise();
        if (exercise == null) {
            throw new MagicFailureException(String.join(
                    "\n", parsed.diagnostics().stream().map(Diagnostic::text).toList()));
        }
        return exercise;
    }

    /** Labs of exercises are named like them. */
    private String ofOpenLab() {
        return session().lab().map(lab -> lab.spec().name()).orElse("");
    }
}
