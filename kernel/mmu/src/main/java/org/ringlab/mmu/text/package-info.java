/** What the engine found, as lines of text: the form that commands print and every display has beside its drawing. */
@NullMarked
package org.ringlab.mmu.text;

import org.jspecify.annotations.NullMarked;
