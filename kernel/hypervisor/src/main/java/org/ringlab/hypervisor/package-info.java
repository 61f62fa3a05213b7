/** Machines inside machines: the methods of virtualisation on one processor. */
@NullMarked
package org.ringlab.hypervisor;

import org.jspecify.annotations.NullMarked;
