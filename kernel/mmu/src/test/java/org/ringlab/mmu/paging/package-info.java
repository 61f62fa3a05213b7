@NullMarked
package org.ringlab.mmu.paging;

import org.jspecify.annotations.NullMarked;
