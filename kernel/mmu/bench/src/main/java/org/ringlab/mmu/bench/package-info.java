/** How fast memory is, beside programs that do the same. */
@NullMarked
package org.ringlab.mmu.bench;

import org.jspecify.annotations.NullMarked;
