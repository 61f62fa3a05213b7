/** Recorded cases as plain trees, for {@code ringlab cpu replay} and {@code ringlab cpu exits}. */
@NullMarked
package org.ringlab.cpu.replay;

import org.jspecify.annotations.NullMarked;
