/** The processor measured: instructions a second, beside Bochs on the same image. */
@NullMarked
package org.ringlab.bench.processor;

import org.jspecify.annotations.NullMarked;
