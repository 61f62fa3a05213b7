/** Segmentation: descriptors, the checks of loading a segment register, far transfers and gates (SDM vol. 3 ch. 3 and 5). */
@NullMarked
package org.ringlab.cpu.segment;

import org.jspecify.annotations.NullMarked;
