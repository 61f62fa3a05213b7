/** What every engine shares: simulated time, seeded randomness, diagnostics and the root of all trace events. */
@NullMarked
package org.ringlab.common;

import org.jspecify.annotations.NullMarked;
