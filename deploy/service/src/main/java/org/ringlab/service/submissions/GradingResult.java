package org.ringlab.service.submissions;

import org.ringlab.grader.Status;

/**
 * What grading a submission gave.
 *
 * @param status how it ended
 * @param score points earned
 * @param max points to be had
 * @param studentJson report for the student
 * @param staffJson report for staff
 */
public record GradingResult(Status status, double score, double max, String studentJson, String staffJson) {}
