/** A processor's registers, its memory accesses and the loop that executes; {@link org.ringlab.cpu.core.Cpu} is the whole. */
@NullMarked
package org.ringlab.cpu.core;

import org.jspecify.annotations.NullMarked;
