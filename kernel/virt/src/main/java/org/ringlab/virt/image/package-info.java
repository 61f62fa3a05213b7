/** Disk images: what is in the files that guests take for disks, and {@code qemu-img}, which makes and changes them. */
@NullMarked
package org.ringlab.virt.image;

import org.jspecify.annotations.NullMarked;
