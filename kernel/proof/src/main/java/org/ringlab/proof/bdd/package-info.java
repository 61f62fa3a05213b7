/** Binary decision diagrams, and binary numbers whose bits are diagrams. */
@NullMarked
package org.ringlab.proof.bdd;

import org.jspecify.annotations.NullMarked;
