/** A small XML reader that says what libxml2 says, and a writer that lays out as libvirt does. */
@NullMarked
package org.ringlab.virt.xml;

import org.jspecify.annotations.NullMarked;
