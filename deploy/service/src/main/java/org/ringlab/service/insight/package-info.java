/** What a class does and where it fails: statistics of checks, who works on what just now, similar answers. */
@NullMarked
package org.ringlab.service.insight;

import org.jspecify.annotations.NullMarked;
