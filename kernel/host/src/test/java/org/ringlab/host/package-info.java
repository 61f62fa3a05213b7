@NullMarked
package org.ringlab.host;

import org.jspecify.annotations.NullMarked;
