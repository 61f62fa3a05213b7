@NullMarked
package org.ringlab.student;

import org.jspecify.annotations.NullMarked;
