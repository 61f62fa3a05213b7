/** Shadow page tables: what the processor walks instead of a guest's own tables where it has no second dimension. */
@NullMarked
package org.ringlab.hypervisor.shadow;

import org.jspecify.annotations.NullMarked;
