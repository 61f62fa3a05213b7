@NullMarked
package org.ringlab.host.xen;

import org.jspecify.annotations.NullMarked;
