/** Probes: what each kind sends, waits for and reports. */
@NullMarked
package org.ringlab.host.probe;

import org.jspecify.annotations.NullMarked;
