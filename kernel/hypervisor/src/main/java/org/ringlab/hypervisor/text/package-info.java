/** Runs, comparisons and traces as text and as steps to draw. */
@NullMarked
package org.ringlab.hypervisor.text;

import org.jspecify.annotations.NullMarked;
