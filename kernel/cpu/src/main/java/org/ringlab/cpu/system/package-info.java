/** What only an operating system does: control registers, MSRs, ports, system calls (SDM vol. 3 ch. 2). */
@NullMarked
package org.ringlab.cpu.system;

import org.jspecify.annotations.NullMarked;
