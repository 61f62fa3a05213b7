/** Grades submissions: a pure pipeline from a notebook's text to a report. */
@NullMarked
package org.ringlab.grader;

import org.jspecify.annotations.NullMarked;
