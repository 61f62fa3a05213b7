/** Linear to physical addresses, as the processor's page walk finds them (Intel SDM vol. 3 ch. 4, AMD APM vol. 2 ch. 5). */
@NullMarked
package org.ringlab.mmu.paging;

import org.jspecify.annotations.NullMarked;
