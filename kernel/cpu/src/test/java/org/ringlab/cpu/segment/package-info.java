@NullMarked
package org.ringlab.cpu.segment;

import org.jspecify.annotations.NullMarked;
