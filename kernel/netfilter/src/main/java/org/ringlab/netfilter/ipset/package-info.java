/** Sets of addresses, networks and ports, their command {@code ipset}, and what rules ask of them. */
@NullMarked
package org.ringlab.netfilter.ipset;

import org.jspecify.annotations.NullMarked;
