/** Which page has to go: page replacement over traces of page references. */
@NullMarked
package org.ringlab.mmu.replace;

import org.jspecify.annotations.NullMarked;
