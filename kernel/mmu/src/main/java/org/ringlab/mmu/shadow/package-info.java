/** Shadow page tables: a guest's address translation without help from the processor. */
@NullMarked
package org.ringlab.mmu.shadow;

import org.jspecify.annotations.NullMarked;
