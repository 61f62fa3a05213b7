@NullMarked
package org.ringlab.mmu.shadow;

import org.jspecify.annotations.NullMarked;
