/** How fast memory is, beside programs that do the same. */
@NullMarked
package org.ringlab.bench.memory;

import org.jspecify.annotations.NullMarked;
