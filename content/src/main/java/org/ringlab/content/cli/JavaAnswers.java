package org.ringlab.content.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.grader.JavaRunner;
import org.ringlab.grader.isolated.JavaChildren;

/** Answers in Java on the command line: children are started with the first of them. */
final class JavaAnswers implements JavaRunner, AutoCloseable {
    static final String WITHOUT_SANDBOX =
            "Run answers in Java even where this machine can't isolate them: only for code that you trust.";

    private final boolean allowUnisolated;
    private @Nullable JavaChildren children;

    JavaAnswers(boolean allowUnisolated) {
        this.allowUnisolated = allowUnisolated;
    }

    @Override
    public Compiled compile(AnswerSpec.Java spec, String source) {
        JavaChildren running = children;
        if (running == null) {
            try {
                running = new JavaChildren(JavaChildren.Settings.defaults(allowUnisolated));
            } catch (IOException e) {
                throw new Unavailable("the files for students' Java can't be copied: " + e.getMessage());
            }
            children = running;
        }
        return running.compile(spec, source);
    }

    @Override
    public void close() {
        if (children != null) {
            children.close();
        }
    }
}
