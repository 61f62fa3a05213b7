/** Connection tracking: tuples, connections, and the state a packet has in its connection. */
@NullMarked
package org.ringlab.netfilter.conntrack;

import org.jspecify.annotations.NullMarked;
