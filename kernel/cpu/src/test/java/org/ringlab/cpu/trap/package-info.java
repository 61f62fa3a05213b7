@NullMarked
package org.ringlab.cpu.trap;

import org.jspecify.annotations.NullMarked;
