@NullMarked
package org.ringlab.grader;

import org.jspecify.annotations.NullMarked;
