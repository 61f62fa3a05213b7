@NullMarked
package org.ringlab.jupyter.text;

import org.jspecify.annotations.NullMarked;
