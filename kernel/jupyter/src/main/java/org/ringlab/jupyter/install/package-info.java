/** Writing kernel.json, so that Jupyter finds the kernel. */
@NullMarked
package org.ringlab.jupyter.install;

import org.jspecify.annotations.NullMarked;
