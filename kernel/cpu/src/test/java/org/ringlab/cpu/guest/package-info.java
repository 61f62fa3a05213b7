@NullMarked
package org.ringlab.cpu.guest;

import org.jspecify.annotations.NullMarked;
