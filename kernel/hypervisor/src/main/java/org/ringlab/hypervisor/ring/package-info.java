/** The guest kernel out of ring 0: shadow descriptors and page tables, trap and emulate, para-virtualisation. */
@NullMarked
package org.ringlab.hypervisor.ring;

import org.jspecify.annotations.NullMarked;
