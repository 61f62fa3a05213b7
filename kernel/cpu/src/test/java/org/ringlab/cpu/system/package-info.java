@NullMarked
package org.ringlab.cpu.system;

import org.jspecify.annotations.NullMarked;
