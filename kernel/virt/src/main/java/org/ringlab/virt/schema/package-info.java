/** What the schemas of libvirt allow in documents. */
@NullMarked
package org.ringlab.virt.schema;

import org.jspecify.annotations.NullMarked;
