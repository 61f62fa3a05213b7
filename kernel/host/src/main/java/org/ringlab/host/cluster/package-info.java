/** Kubernetes: pods on several hosts, controllers that bring the wanted state about, and services made of rules. */
@NullMarked
package org.ringlab.host.cluster;

import org.jspecify.annotations.NullMarked;
