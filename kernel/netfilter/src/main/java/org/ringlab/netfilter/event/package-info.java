/** What happened to a packet, in order, as values. */
@NullMarked
package org.ringlab.netfilter.event;

import org.jspecify.annotations.NullMarked;
