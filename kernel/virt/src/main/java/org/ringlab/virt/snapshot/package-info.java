/** Snapshots of guests (snapshot_conf.c of libvirt). */
@NullMarked
package org.ringlab.virt.snapshot;

import org.jspecify.annotations.NullMarked;
