/** Students' Java code in child processes: the parent feeds inputs and reads values, and judges elsewhere. */
@NullMarked
package org.ringlab.grader.isolated;

import org.jspecify.annotations.NullMarked;
