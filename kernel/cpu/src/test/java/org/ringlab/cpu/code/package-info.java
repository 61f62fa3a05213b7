@NullMarked
package org.ringlab.cpu.code;

import org.jspecify.annotations.NullMarked;
