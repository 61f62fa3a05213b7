/** Tests of what needs no running service. */
@NullMarked
package org.ringlab.service.submissions;

import org.jspecify.annotations.NullMarked;
