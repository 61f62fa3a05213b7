/**
 * The Jupyter server API for signed-in users, as the notebook interface and other Jupyter clients use it: contents,
 * kernels, sessions, settings. Students' files are rows in the database, never files of the machine.
 */
@NullMarked
package org.ringlab.service.jupyter;

import org.jspecify.annotations.NullMarked;
