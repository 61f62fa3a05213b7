/** The host's devices as libvirt shows them, and those of its PCI bus that go to guests. */
@NullMarked
package org.ringlab.virt.nodedev;

import org.jspecify.annotations.NullMarked;
