/** A lab: simulated Linux hosts on a simulated network, what is typed on them, what runs on them, and what is asked of them. */
@NullMarked
package org.ringlab.host;

import org.jspecify.annotations.NullMarked;
