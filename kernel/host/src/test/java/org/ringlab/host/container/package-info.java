@NullMarked
package org.ringlab.host.container;

import org.jspecify.annotations.NullMarked;
