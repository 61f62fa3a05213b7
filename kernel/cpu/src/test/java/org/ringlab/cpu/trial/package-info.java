@NullMarked
package org.ringlab.cpu.trial;

import org.jspecify.annotations.NullMarked;
