/** Tests of the whole: the packaged service in a real browser, the kernel under a real Jupyter client, the invariants. */
@NullMarked
package org.ringlab.e2e;

import org.jspecify.annotations.NullMarked;
