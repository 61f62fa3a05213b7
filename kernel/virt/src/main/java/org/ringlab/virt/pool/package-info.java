/** Storage pools and volumes (storage_conf.c, storage_driver.c of libvirt). */
@NullMarked
package org.ringlab.virt.pool;

import org.jspecify.annotations.NullMarked;
