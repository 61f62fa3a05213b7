/**
 * Random labs, played in the simulator and on the real Linux kernel, and compared in everything an outcome holds.
 */
@NullMarked
package org.ringlab.labfile.differential;

import org.jspecify.annotations.NullMarked;
