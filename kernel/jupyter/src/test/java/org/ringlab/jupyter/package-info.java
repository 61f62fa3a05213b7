@NullMarked
package org.ringlab.jupyter;

import org.jspecify.annotations.NullMarked;
