/** The programs {@code virt-install}, {@code virt-clone} and {@code virt-xml} of virt-manager 4.1. */
@NullMarked
package org.ringlab.virt.install;

import org.jspecify.annotations.NullMarked;
