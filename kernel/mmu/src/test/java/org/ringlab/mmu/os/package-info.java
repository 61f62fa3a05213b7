@NullMarked
package org.ringlab.mmu.os;

import org.jspecify.annotations.NullMarked;
