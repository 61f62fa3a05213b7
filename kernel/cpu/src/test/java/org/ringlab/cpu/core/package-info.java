@NullMarked
package org.ringlab.cpu.core;

import org.jspecify.annotations.NullMarked;
