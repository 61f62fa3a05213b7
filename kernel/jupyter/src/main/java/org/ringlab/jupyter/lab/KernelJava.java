package org.ringlab.jupyter.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.ringlab.checks.Answer;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.checks.JavaProgram;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;
import org.ringlab.javaanswer.JavaCalls;
import org.ringlab.javaanswer.JavaSource;

/** Compiles and calls answers in Java for {@code %check}: in this JVM, as the code is its user's own. */
final class KernelJava {
    private static final long MOST_SECONDS = 6;

    private final JavaSource source = new JavaSource();

    /** The compiled class; what is wrong with it is added to {@code problems}. */
    JavaProgram compile(AnswerSpec.Java spec, Answer answer, List<Diagnostic> problems) {
        JavaSource.Compiled compiled = source.compile(spec.given(), answer.source());
        for (JavaSource.Problem problem : compiled.problems()) {
            Span span = problem.line() > 0 ? new Span(problem.line(), Math.max(1, problem.column()), 1) : null;
            problems.add(Diagnostic.error("answer-java", span, problem.message(), ""));
        }
        return calls -> run(compiled.classes(), spec.className(), calls);
    }

    private static List<JavaProgram.Reply> run(
            Map<String, byte[]> classes, String className, List<JavaProgram.Call> calls) {
        AtomicReference<List<JavaProgram.Reply>> replies =
                new AtomicReference<>(List.of(new JavaProgram.Reply.Stopped("timeout")));
        Thread thread = new Thread(
                () -> {
                    List<JavaProgram.Reply> read = new ArrayList<>();
                    List<Map<String, Object>> trees =
                            calls.stream().map(JavaProgram.Call::tree).toList();
                    JavaCalls.run(classes, className, trees).forEach(tree -> read.add(JavaProgram.Reply.of(tree)));
                    replies.set(read);
                },
                "ringlab-java-answer");
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(MOST_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Objects.requireNonNull(replies.get());
    }
}
