@NullMarked
package org.ringlab.mmu.memory;

import org.jspecify.annotations.NullMarked;
