/** Tests of address translation. */
@NullMarked
package org.ringlab.netfilter.nat;

import org.jspecify.annotations.NullMarked;
