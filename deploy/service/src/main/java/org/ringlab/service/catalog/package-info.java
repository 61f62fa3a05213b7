/** The lessons from the course's files, and the published versions of their exercises. */
@NullMarked
package org.ringlab.service.catalog;

import org.jspecify.annotations.NullMarked;
