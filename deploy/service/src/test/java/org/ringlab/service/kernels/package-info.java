@NullMarked
package org.ringlab.service.kernels;

import org.jspecify.annotations.NullMarked;
