/**
 * Compiles and calls a student's Java class. It runs where that code may run: in the isolated child processes of the grader
 * ({@link AnswerProcess}), and in a notebook's kernel, which is isolated itself. It knows no expected answer and no score.
 */
@NullMarked
package org.ringlab.javaanswer;

import org.jspecify.annotations.NullMarked;
