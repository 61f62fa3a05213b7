@NullMarked
package org.ringlab.jupyter.magic;

import org.jspecify.annotations.NullMarked;
