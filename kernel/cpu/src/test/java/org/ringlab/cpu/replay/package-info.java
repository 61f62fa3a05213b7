@NullMarked
package org.ringlab.cpu.replay;

import org.jspecify.annotations.NullMarked;
