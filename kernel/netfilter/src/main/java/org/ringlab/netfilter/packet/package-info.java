/** Frames and packets as immutable values: what travels, and its sizes on the wire. */
@NullMarked
package org.ringlab.netfilter.packet;

import org.jspecify.annotations.NullMarked;
