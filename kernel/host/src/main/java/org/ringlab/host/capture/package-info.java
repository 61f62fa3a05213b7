/** Captured traffic: frames as bytes, capture files, tcpdump's filters and lines. */
@NullMarked
package org.ringlab.host.capture;

import org.jspecify.annotations.NullMarked;
