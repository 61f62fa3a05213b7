@NullMarked
package org.ringlab.jupyter.install;

import org.jspecify.annotations.NullMarked;
