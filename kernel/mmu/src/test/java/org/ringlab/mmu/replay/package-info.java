@NullMarked
package org.ringlab.mmu.replay;

import org.jspecify.annotations.NullMarked;
