/** libvirt on simulated hosts: its bridges, taps, rules, leases, images and guests, as real things of the lab. */
@NullMarked
package org.ringlab.host.virt;

import org.jspecify.annotations.NullMarked;
