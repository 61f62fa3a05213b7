@NullMarked
package org.ringlab.host.cloud;

import org.jspecify.annotations.NullMarked;
