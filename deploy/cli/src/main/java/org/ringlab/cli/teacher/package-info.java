/** The teacher's workshop on the command line: it signs in to a running service and uses its JSON addresses. */
@NullMarked
package org.ringlab.cli.teacher;

import org.jspecify.annotations.NullMarked;
