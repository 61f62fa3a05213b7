@NullMarked
package org.ringlab.host.cluster;

import org.jspecify.annotations.NullMarked;
