package org.ringlab.jupyter.magic;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ringlab.checks.Given;
import org.ringlab.jupyter.lab.Exercise;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;

/**
 * {@code %given EXERCISE [ACCOUNT]}: the values of the student's own that an exercise asks about. In a kernel of one's own the
 * account of the course is named, by which the grader draws them.
 */
public final class GivenMagic extends LabMagicBase {
    /** For the exercises of {@code bench}. */
    public GivenMagic(Workbench bench) {
        super(bench, "%given EXERCISE [ACCOUNT]", Text.ABOUT_GIVEN);
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        Exercise exercise = exercise(call.argument(0));
        Optional<String> account = call.argument(1);
        account.map(Given::student).ifPresent(bench()::setStudent);
        List<Given.Shown> shown = exercise.given().shown(exercise.given().of(bench().student(), exercise.id()));
        if (shown.isEmpty()) {
            throw new MagicFailureException(say(Text.NOTHING_GIVEN, exercise.id()));
        }
        call.output()
                .stdout(shown.stream()
                                .map(value -> messages()
                                                .language()
                                                .pick(
                                                        value.says().zh() + "：",
                                                        value.says().en() + ": ")
                                        + value.text())
                                .collect(Collectors.joining("\n"))
                        + "\n");
        if (account.isEmpty() && !bench().knowsStudent()) {
            call.output().display(Views.remark(say(Text.GIVEN_WHOSE, exercise.id())));
        }
    }
}
