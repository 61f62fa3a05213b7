/** The command {@code vm} of simulated hosts: guests under every method of virtualisation. */
@NullMarked
package org.ringlab.host.vm;

import org.jspecify.annotations.NullMarked;
