@NullMarked
package org.ringlab.host.command;

import org.jspecify.annotations.NullMarked;
