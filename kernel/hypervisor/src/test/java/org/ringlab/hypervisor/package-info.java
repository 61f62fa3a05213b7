@NullMarked
package org.ringlab.hypervisor;

import org.jspecify.annotations.NullMarked;
