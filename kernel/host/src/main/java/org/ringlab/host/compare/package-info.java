/** Holds what a real machine's commands print against what a simulated host's do. */
@NullMarked
package org.ringlab.host.compare;

import org.jspecify.annotations.NullMarked;
