/** Interactive widgets: what ipywidgets' front ends draw, and what comes back when somebody clicks. */
@NullMarked
package org.ringlab.jupyter.widget;

import org.jspecify.annotations.NullMarked;
