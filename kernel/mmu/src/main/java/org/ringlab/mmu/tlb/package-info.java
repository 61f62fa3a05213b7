/** Translations remembered: the TLB, who may flush it, and the processor's memory unit around both; the data caches. */
@NullMarked
package org.ringlab.mmu.tlb;

import org.jspecify.annotations.NullMarked;
