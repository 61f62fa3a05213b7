/** What a simulated computer is built of, and the parts of its kernel that can be loaded. */
@NullMarked
package org.ringlab.host.hardware;

import org.jspecify.annotations.NullMarked;
