/** Hardware assistance: exits, their handlers, nested guests. */
@NullMarked
package org.ringlab.hypervisor.hardware;

import org.jspecify.annotations.NullMarked;
