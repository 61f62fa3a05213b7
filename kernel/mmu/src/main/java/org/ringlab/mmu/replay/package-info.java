/** Cases as plain trees, one a line of a recording, and what the engine makes of them. */
@NullMarked
package org.ringlab.mmu.replay;

import org.jspecify.annotations.NullMarked;
