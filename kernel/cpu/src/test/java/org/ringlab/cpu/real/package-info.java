/** The engine beside the processor that the tests run on. */
@NullMarked
package org.ringlab.cpu.real;

import org.jspecify.annotations.NullMarked;
