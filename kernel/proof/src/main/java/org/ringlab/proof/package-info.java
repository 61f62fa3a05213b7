/** Proof instead of sampling: what rule sets mean for all packets, compared with goals or with another rule set. */
@NullMarked
package org.ringlab.proof;

import org.jspecify.annotations.NullMarked;
