@NullMarked
package org.ringlab.cli;

import org.jspecify.annotations.NullMarked;
