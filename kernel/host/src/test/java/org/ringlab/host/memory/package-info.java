@NullMarked
package org.ringlab.host.memory;

import org.jspecify.annotations.NullMarked;
