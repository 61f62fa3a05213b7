/** Layer 2: the segments that join interfaces, and the one queue that moves frames and time. */
@NullMarked
package org.ringlab.netfilter.link;

import org.jspecify.annotations.NullMarked;
