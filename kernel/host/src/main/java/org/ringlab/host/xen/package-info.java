/** Xen: after a restart the host is the privileged guest of a hypervisor below it. */
@NullMarked
package org.ringlab.host.xen;

import org.jspecify.annotations.NullMarked;
