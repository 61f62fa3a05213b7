/** Guests: their documents and what becomes of them (domain_conf.c, qemu_driver.c of libvirt). */
@NullMarked
package org.ringlab.virt.domain;

import org.jspecify.annotations.NullMarked;
