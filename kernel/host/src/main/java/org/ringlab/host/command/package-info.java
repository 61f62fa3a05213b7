/** What can be typed: one command, one file, all listed in {@link org.ringlab.host.command.Commands}. */
@NullMarked
package org.ringlab.host.command;

import org.jspecify.annotations.NullMarked;
