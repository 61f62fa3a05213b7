/** Binary translation of the guest kernel into ring 1. */
@NullMarked
package org.ringlab.hypervisor.translate;

import org.jspecify.annotations.NullMarked;
