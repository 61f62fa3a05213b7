/** One network namespace: interfaces, neighbours, the packet's path through the hooks, and sockets. */
@NullMarked
package org.ringlab.netfilter.stack;

import org.jspecify.annotations.NullMarked;
