/** What systemd starts on a simulated host: units, the network scripts behind one of them, and the order of a boot. */
@NullMarked
package org.ringlab.host.unit;

import org.jspecify.annotations.NullMarked;
