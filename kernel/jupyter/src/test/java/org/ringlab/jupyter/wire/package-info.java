@NullMarked
package org.ringlab.jupyter.wire;

import org.jspecify.annotations.NullMarked;
