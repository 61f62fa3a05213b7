@NullMarked
package org.ringlab.checks;

import org.jspecify.annotations.NullMarked;
