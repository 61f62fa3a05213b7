/** Disk images beside a plain model of what a guest reads. */
@NullMarked
package org.ringlab.virt.image;

import org.jspecify.annotations.NullMarked;
