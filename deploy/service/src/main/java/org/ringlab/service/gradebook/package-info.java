/** Everybody's results, as a table and as CSV. */
@NullMarked
package org.ringlab.service.gradebook;

import org.jspecify.annotations.NullMarked;
