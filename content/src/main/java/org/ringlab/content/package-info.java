@NullMarked
package org.ringlab.content;

import org.jspecify.annotations.NullMarked;
