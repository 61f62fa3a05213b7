/** The staff's subcommands of the command line. */
@NullMarked
package org.ringlab.content.cli;

import org.jspecify.annotations.NullMarked;
