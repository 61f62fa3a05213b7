/** From a handed-in notebook to its report: intake, durable queue, graders. */
@NullMarked
package org.ringlab.service.submissions;

import org.jspecify.annotations.NullMarked;
