/** Loads, validates and preflights lessons and exercises from configured folders. */
@NullMarked
package org.ringlab.content;

import org.jspecify.annotations.NullMarked;
