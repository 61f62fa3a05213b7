@NullMarked
package org.ringlab.labfile;

import org.jspecify.annotations.NullMarked;
