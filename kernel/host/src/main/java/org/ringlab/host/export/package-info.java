/** Takes a lab out of the simulator: to a real Linux, and beside one. */
@NullMarked
package org.ringlab.host.export;

import org.jspecify.annotations.NullMarked;
