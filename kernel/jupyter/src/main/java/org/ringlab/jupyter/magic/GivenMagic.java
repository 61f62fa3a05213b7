package org.ringlab.jupyter.magic;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ringlab.checks.Given;
import org.ringlab.jupyter.lab.Exercise;
import org.ringlab.jupyter.lab.ServiceLink;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;

/**
 * {@code %given EXERCISE [ACCOUNT [ATTEMPT]]}: the values of the student's own that an exercise asks about in the next attempt. A
 * hosted kernel asks the service which that is; in a kernel of one's own account and attempt are named, by which the grader draws
 * them.
 */
public final class GivenMagic extends LabMagicBase {
    private static final int FIRST = 1;

    private final ServiceLink service;

    /** For the exercises of {@code bench}. */
    public GivenMagic(Workbench bench, ServiceLink service) {
        super(bench, "%given EXERCISE [ACCOUNT [ATTEMPT]]", Text.ABOUT_GIVEN);
        this.service = service;
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        Exercise exercise = exercise(call.argument(0));
        Optional<String> account = call.argument(1);
        account.map(Given::student).ifPresent(bench()::setStudent);
        Optional<Integer> next = call.argument(2).isPresent()
                ? Optional.of(attempt(call.argument(2).get()))
                : service.isHosted() ? service.nextAttempt(exercise.id()) : Optional.of(FIRST);
        int attempt = next.orElse(FIRST);
        bench().setAttempt(exercise.id(), attempt);
        List<Given.Shown> shown =
                exercise.given().shown(exercise.given().of(bench().student(), exercise.id(), attempt));
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
        call.output()
                .display(Views.remark(next.isPresent() ? say(Text.GIVEN_ATTEMPT, attempt) : say(Text.GIVEN_UNKNOWN)));
        if (account.isEmpty() && !bench().knowsStudent()) {
            call.output().display(Views.remark(say(Text.GIVEN_WHOSE, exercise.id())));
        }
    }

    private int attempt(String word) throws MagicFailureException {
        if (!word.matches("[1-9][0-9]{0,5}")) {
            throw new MagicFailureException(say(Text.GIVEN_NUMBER, word));
        }
        return Integer.parseInt(word);
    }
}
