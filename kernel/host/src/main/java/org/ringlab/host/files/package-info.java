/** A host's files: kept in memory, with generated ones under {@code /proc}. */
@NullMarked
package org.ringlab.host.files;

import org.jspecify.annotations.NullMarked;
