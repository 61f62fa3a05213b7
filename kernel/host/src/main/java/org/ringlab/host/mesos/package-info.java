/** Mesos, which offers what its agents have left, and Marathon, which takes offers to keep applications running. */
@NullMarked
package org.ringlab.host.mesos;

import org.jspecify.annotations.NullMarked;
