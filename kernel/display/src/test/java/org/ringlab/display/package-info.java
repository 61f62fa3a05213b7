@NullMarked
package org.ringlab.display;

import org.jspecify.annotations.NullMarked;
