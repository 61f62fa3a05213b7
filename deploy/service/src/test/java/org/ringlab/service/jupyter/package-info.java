@NullMarked
package org.ringlab.service.jupyter;

import org.jspecify.annotations.NullMarked;
