@NullMarked
package org.ringlab.jupyter.session;

import org.jspecify.annotations.NullMarked;
