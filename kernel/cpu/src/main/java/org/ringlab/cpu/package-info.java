/** The processor: instructions, rings, segments, traps and their delivery. */
@NullMarked
package org.ringlab.cpu;

import org.jspecify.annotations.NullMarked;
