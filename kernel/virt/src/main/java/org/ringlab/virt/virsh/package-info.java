/** The program virsh, a file a family of commands. */
@NullMarked
package org.ringlab.virt.virsh;

import org.jspecify.annotations.NullMarked;
