/** The sample guests: sources, builds, images. */
@NullMarked
package org.ringlab.hypervisor.guest;

import org.jspecify.annotations.NullMarked;
