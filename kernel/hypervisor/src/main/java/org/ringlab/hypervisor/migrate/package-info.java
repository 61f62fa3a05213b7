/** Live migration of a running guest. */
@NullMarked
package org.ringlab.hypervisor.migrate;

import org.jspecify.annotations.NullMarked;
