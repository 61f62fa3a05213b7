/** Seeded bad input for every parser of the kernel. */
@NullMarked
package org.ringlab.fuzz;

import org.jspecify.annotations.NullMarked;
