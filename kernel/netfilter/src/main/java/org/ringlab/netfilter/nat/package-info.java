/**
 * Network address translation (net/netfilter/nf_nat_core.c, nf_nat_proto.c and their neighbours).
 *
 * <p>A connection is a pair of tuples. Translating it means to choose another reply tuple, once, when its first packet
 * passes the nat table ({@link org.ringlab.netfilter.nat.NatSetup}); every packet is then made to look like the inverse
 * of the other direction's tuple ({@link org.ringlab.netfilter.nat.Translation}).
 */
@NullMarked
package org.ringlab.netfilter.nat;

import org.jspecify.annotations.NullMarked;
