/** When and how often an exercise may be handed in, and what is shown when: the author's default, a teacher's choice, grants. */
@NullMarked
package org.ringlab.service.rules;

import org.jspecify.annotations.NullMarked;
