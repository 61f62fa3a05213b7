package org.ringlab.grader;

/**
 * What a student handed in.
 *
 * @param notebookJson the text of an .ipynb file, as received and not to be trusted
 */
public record Submission(String notebookJson) {}
