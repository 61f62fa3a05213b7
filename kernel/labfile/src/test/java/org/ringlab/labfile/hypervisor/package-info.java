/** Simulated virtualisation hosts beside what was recorded of real ones. */
@NullMarked
package org.ringlab.labfile.hypervisor;

import org.jspecify.annotations.NullMarked;
