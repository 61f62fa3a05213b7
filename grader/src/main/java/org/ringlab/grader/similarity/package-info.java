/**
 * Evidence that two students' answers have a common origin: for a teacher to look at, never a penalty. Rules that mean the
 * same, or are the same, are no evidence: few are right, and a class finds them.
 */
@NullMarked
package org.ringlab.grader.similarity;

import org.jspecify.annotations.NullMarked;
