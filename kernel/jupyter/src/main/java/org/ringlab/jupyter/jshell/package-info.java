/** Java cells: JShell with a local execution control, errors with position and hint, completion and inspection. */
@NullMarked
package org.ringlab.jupyter.jshell;

import org.jspecify.annotations.NullMarked;
