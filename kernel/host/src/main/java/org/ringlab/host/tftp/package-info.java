/** The trivial file transfer protocol (RFC 1350): how firmware fetches what it boots from the network. */
@NullMarked
package org.ringlab.host.tftp;

import org.jspecify.annotations.NullMarked;
