/** The Ringlab Jupyter kernel: {@code KernelMain} and the messages to its users. */
@NullMarked
package org.ringlab.jupyter;

import org.jspecify.annotations.NullMarked;
