package org.ringlab.grader;

/** Where an answer is found in the notebook, and what it is. */
public sealed interface AnswerSpec {
    /** The answer cell's nbgrader {@code grade_id}, which is its cell id too. */
    String cell();

    /** Its kind. */
    AnswerKind kind();

    /**
     * Commands, run on a host in the order of the exercise's answers.
     *
     * @param host the host they are for; the cell's {@code %%host} line must name it
     */
    record Commands(String cell, String host) implements AnswerSpec {
        @Override
        public AnswerKind kind() {
            return AnswerKind.COMMANDS;
        }
    }

    /** A number; a check of the exercise judges it. */
    record NumberValue(String cell) implements AnswerSpec {
        @Override
        public AnswerKind kind() {
            return AnswerKind.NUMBER;
        }
    }
}
