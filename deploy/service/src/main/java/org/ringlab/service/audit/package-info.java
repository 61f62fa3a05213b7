/** A record of who changed what. */
@NullMarked
package org.ringlab.service.audit;

import org.jspecify.annotations.NullMarked;
