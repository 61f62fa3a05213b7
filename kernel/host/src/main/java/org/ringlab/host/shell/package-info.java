/** The shell: bash's grammar with places, expansion, and running of command lines. */
@NullMarked
package org.ringlab.host.shell;

import org.jspecify.annotations.NullMarked;
