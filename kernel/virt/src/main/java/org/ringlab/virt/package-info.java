/** Guests as libvirt and QEMU manage them: documents, state machines, disk images. */
@NullMarked
package org.ringlab.virt;

import org.jspecify.annotations.NullMarked;
