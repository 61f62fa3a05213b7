/** What was recorded of real hosts, asked of simulated ones: a row in, the answer out. */
@NullMarked
package org.ringlab.host.replay;

import org.jspecify.annotations.NullMarked;
