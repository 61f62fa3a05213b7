@NullMarked
package org.ringlab.mmu.tlb;

import org.jspecify.annotations.NullMarked;
