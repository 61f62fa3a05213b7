/** A simulated host: its stack, files, modules and services, and the terminal somebody types on. */
@NullMarked
package org.ringlab.host.machine;

import org.jspecify.annotations.NullMarked;
