/** Commands in cells that start with one or two percent signs. */
@NullMarked
package org.ringlab.jupyter.magic;

import org.jspecify.annotations.NullMarked;
