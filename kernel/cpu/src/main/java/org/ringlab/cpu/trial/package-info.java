/** A few lines of assembly by themselves: run in a ring and a mode of one's choice, step by step. */
@NullMarked
package org.ringlab.cpu.trial;

import org.jspecify.annotations.NullMarked;
