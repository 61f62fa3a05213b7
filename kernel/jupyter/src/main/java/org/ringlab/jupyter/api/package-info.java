/** What Java cells can use of Ringlab; the only package of ours on their class path. */
@NullMarked
package org.ringlab.jupyter.api;

import org.jspecify.annotations.NullMarked;
