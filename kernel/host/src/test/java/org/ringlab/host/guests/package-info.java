@NullMarked
package org.ringlab.host.guests;

import org.jspecify.annotations.NullMarked;
