/** A day of a class played by the service to itself, so that the JVM learns what to keep ready for later starts. */
@NullMarked
package org.ringlab.service.rehearsal;

import org.jspecify.annotations.NullMarked;
