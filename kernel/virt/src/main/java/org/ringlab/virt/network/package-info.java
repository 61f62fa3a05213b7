/** Virtual networks: documents and states (network_conf.c, bridge_driver.c of libvirt). */
@NullMarked
package org.ringlab.virt.network;

import org.jspecify.annotations.NullMarked;
