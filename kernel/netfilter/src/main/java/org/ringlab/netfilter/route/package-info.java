/** Routing tables and the longest prefix match. */
@NullMarked
package org.ringlab.netfilter.route;

import org.jspecify.annotations.NullMarked;
