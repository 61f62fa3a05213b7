package org.ringlab.grader;

import org.ringlab.checks.CheckResult;
import org.ringlab.host.LabSpec;

/**
 * A failure that a student may see in full.
 *
 * @param result how the check ended
 * @param lab in which lab
 * @param sibling whether it is a public sibling of a hidden scenario, not what was graded
 */
public record Shown(CheckResult result, LabSpec lab, boolean sibling) {}
