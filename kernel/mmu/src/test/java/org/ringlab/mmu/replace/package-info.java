@NullMarked
package org.ringlab.mmu.replace;

import org.jspecify.annotations.NullMarked;
