/** Open vSwitch's database: what {@code ovs-vsctl} reads and writes, and what the switches are made of. */
@NullMarked
package org.ringlab.host.ovs;

import org.jspecify.annotations.NullMarked;
