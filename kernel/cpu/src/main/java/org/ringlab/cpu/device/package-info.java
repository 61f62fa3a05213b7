/** Devices behind ports, and the interrupt lines between them and the processor. */
@NullMarked
package org.ringlab.cpu.device;

import org.jspecify.annotations.NullMarked;
