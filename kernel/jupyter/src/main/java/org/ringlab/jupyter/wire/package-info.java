/** Jupyter messages on the wire: frames, their codec on the base library's message classes, and the two transports. */
@NullMarked
package org.ringlab.jupyter.wire;

import org.jspecify.annotations.NullMarked;
