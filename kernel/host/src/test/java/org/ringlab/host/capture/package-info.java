@NullMarked
package org.ringlab.host.capture;

import org.jspecify.annotations.NullMarked;
