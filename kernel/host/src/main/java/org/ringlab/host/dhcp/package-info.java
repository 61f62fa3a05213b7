/** DHCP (RFC 2131): messages on the wire, dnsmasq's server, ISC's client. */
@NullMarked
package org.ringlab.host.dhcp;

import org.jspecify.annotations.NullMarked;
