@NullMarked
package org.ringlab.host.vm;

import org.jspecify.annotations.NullMarked;
