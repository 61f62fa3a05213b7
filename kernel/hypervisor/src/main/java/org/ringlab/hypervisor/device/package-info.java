/** One device three ways: emulated, para-virtual, passed through. */
@NullMarked
package org.ringlab.hypervisor.device;

import org.jspecify.annotations.NullMarked;
