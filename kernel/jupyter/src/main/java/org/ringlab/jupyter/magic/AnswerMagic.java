package org.ringlab.jupyter.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.ringlab.checks.Answer;
import org.ringlab.checks.AnswerKind;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.checks.AnswerText;
import org.ringlab.checks.ChoiceText;
import org.ringlab.checks.ProbesText;
import org.ringlab.checks.TableText;
import org.ringlab.host.Lab;
import org.ringlab.host.ProbeOutcome;
import org.ringlab.jupyter.lab.Exercise;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;

/**
 * {@code %%choice}, {@code %%table}, {@code %%probes}: cells that hold an answer. Running one says what was understood; it
 * doesn't say whether it is right, {@code %check} and the grader do.
 */
public final class AnswerMagic extends LabMagicBase {
    private final AnswerKind kind;

    private AnswerMagic(Workbench bench, AnswerKind kind, Text about) {
        super(bench, "%%" + kind.magic(), about);
        this.kind = kind;
    }

    /** {@code %%choice}. */
    public static AnswerMagic choice(Workbench bench) {
        return new AnswerMagic(bench, AnswerKind.CHOICE, Text.ABOUT_CHOICE);
    }

    /** {@code %%table}. */
    public static AnswerMagic table(Workbench bench) {
        return new AnswerMagic(bench, AnswerKind.TABLE, Text.ABOUT_TABLE);
    }

    /** {@code %%probes}. */
    public static AnswerMagic probes(Workbench bench) {
        return new AnswerMagic(bench, AnswerKind.PROBES, Text.ABOUT_PROBES);
    }

    @Override
    public boolean forCells() {
        return true;
    }

    @Override
    public boolean forLines() {
        return false;
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        String cell = call.cell().id();
        Optional<AnswerSpec> found = spec(cell);
        if (found.isEmpty() && cell.isEmpty()) {
            // The client doesn't say which cell it runs, and several may be meant.
            return;
        }
        AnswerSpec spec = found.orElseThrow(() -> new MagicFailureException(say(Text.NO_ANSWER_CELL)));
        AnswerText read = AnswerText.read(spec, call.cell().code());
        Answer answer = read.answer();
        if (answer == null) {
            throw new MagicFailureException(messages()
                    .language()
                    .pick(read.problem().zh(), read.problem().en()));
        }
        List<String> lines = new ArrayList<>();
        switch (spec) {
            case AnswerSpec.Choice choice -> show(choice, answer, lines);
            case AnswerSpec.Table table -> show(table, answer, lines);
            case AnswerSpec.Probes probes -> show(probes, answer, lines);
            case AnswerSpec.Commands other -> {}
            case AnswerSpec.FileText other -> {}
            case AnswerSpec.NumberValue other -> {}
            case AnswerSpec.Repair other -> {}
            case AnswerSpec.Java other -> {}
            case AnswerSpec.Assembly other -> {}
        }
        AnswerText.complaints(answer).forEach(complaint -> lines.add("! " + complaint.text()));
        call.output().display(Views.remark(String.join("\n", lines)));
    }

    /** What the exercise that this cell belongs to asks for in it; of a cell without an id, what alone can be meant. */
    private Optional<AnswerSpec> spec(String cell) {
        List<AnswerSpec> asked = bench().files().exercises().stream()
                .flatMap(id -> bench().files().read("exercises/" + id + "/exercise.yaml").stream())
                .map(yaml -> Exercise.read(yaml).exercise())
                .flatMap(exercise -> exercise == null ? Stream.<AnswerSpec>empty() : exercise.answers().stream())
                .filter(spec -> spec.kind() == kind)
                .toList();
        return cell.isEmpty() && asked.size() == 1
                ? Optional.of(asked.get(0))
                : asked.stream().filter(spec -> spec.cell().equals(cell)).findFirst();
    }

    private void show(AnswerSpec.Choice choice, Answer answer, List<String> lines) {
        ChoiceText read = ChoiceText.read(answer.source(), choice);
        for (String word : choice.order(bench().student())) {
            org.ringlab.checks.Text text = choice.options().getOrDefault(word, org.ringlab.checks.Text.NONE);
            lines.add((read.chosen().contains(word) ? "● " : "○ ") + word + "  "
                    + messages().language().pick(text.zh(), text.en()));
        }
        if (!read.chosen().isEmpty()) {
            lines.add(say(Text.CHOSEN, String.join(", ", read.chosen())));
        } else if (read.problem().isEmpty()) {
            lines.add(say(choice.multiple() ? Text.CHOOSE_SEVERAL : Text.CHOOSE_ONE));
        }
    }

    private void show(AnswerSpec.Table table, Answer answer, List<String> lines) {
        long filled = TableText.read(answer.source(), table).values().values().stream()
                .map(Map::values)
                .flatMap(cells -> cells.stream())
                .filter(cell -> !cell.isEmpty())
                .count();
        lines.add(say(Text.FILLED, filled, table.rows().size() * table.columns().size()));
    }

    /** Tries the probes in a copy of the open lab, so that nothing of it changes. */
    private void show(AnswerSpec.Probes probes, Answer answer, List<String> lines) {
        if (session().lab().isEmpty()) {
            return;
        }
        Lab lab = session().copy();
        for (ProbesText.Expected expected :
                ProbesText.read(answer.source(), probes.most()).probes()) {
            if (!lab.hasHost(expected.probe().from())) {
                lines.add("! " + say(Text.NO_SUCH_HOST, expected.probe().from()));
                continue;
            }
            ProbeOutcome outcome = lab.probe(expected.probe());
            lines.add(say(
                    expected.holds(outcome) ? Text.PROBE_FOUND : Text.PROBE_FLAGS, expected.line(), outcome.verdict()));
        }
    }
}
