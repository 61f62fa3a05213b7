/** Reading plain trees (maps, lists, scalars) into values, with a diagnostic for everything that doesn't fit. */
@NullMarked
package org.ringlab.host.tree;

import org.jspecify.annotations.NullMarked;
