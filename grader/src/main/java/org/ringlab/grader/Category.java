package org.ringlab.grader;

import org.ringlab.checks.Text;

/**
 * A family of hidden scenarios whose name students may see.
 *
 * @param id kebab-case
 * @param title its name
 * @param hint what to think about when one of its scenarios fails
 */
public record Category(String id, Text title, Text hint) {}
