/** What is known of a class, read from reports. */
@NullMarked
package org.ringlab.service.insight;

import org.jspecify.annotations.NullMarked;
