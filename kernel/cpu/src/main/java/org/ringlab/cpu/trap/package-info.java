/** Interrupts and exceptions: what they are, how they are delivered and how handlers return (SDM vol. 3 ch. 6). */
@NullMarked
package org.ringlab.cpu.trap;

import org.jspecify.annotations.NullMarked;
