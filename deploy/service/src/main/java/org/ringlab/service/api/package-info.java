/** The teacher's workshop for programs: marks, appeals, regrades and gradebook as JSON, with the pages' roles and rules. */
@NullMarked
package org.ringlab.service.api;

import org.jspecify.annotations.NullMarked;
