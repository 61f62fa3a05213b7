/** When and how often an exercise may be handed in, and what it costs to be late: rules as data, and one judge. */
@NullMarked
package org.ringlab.grader.attempts;

import org.jspecify.annotations.NullMarked;
