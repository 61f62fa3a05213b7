/** What lies behind the memory bus: bytes by physical address. */
@NullMarked
package org.ringlab.mmu.memory;

import org.jspecify.annotations.NullMarked;
