/** Popek and Goldberg's question, answered by running each instruction: does what is sensitive trap? */
@NullMarked
package org.ringlab.hypervisor.sensitive;

import org.jspecify.annotations.NullMarked;
