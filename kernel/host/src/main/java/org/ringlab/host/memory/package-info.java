/** The bare machine behind the command {@code memory}: tables, TLB and caches to build and look at, a small kernel, devices. */
@NullMarked
package org.ringlab.host.memory;

import org.jspecify.annotations.NullMarked;
