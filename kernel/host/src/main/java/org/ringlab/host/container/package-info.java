/** Containers: what Docker makes out of namespaces, cables, a bridge, rules and control groups. */
@NullMarked
package org.ringlab.host.container;

import org.jspecify.annotations.NullMarked;
