@NullMarked
package org.ringlab.cpu.device;

import org.jspecify.annotations.NullMarked;
