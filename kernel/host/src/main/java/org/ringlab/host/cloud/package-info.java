/** An infrastructure service: a scheduler that places guests on hosts, in the words of OpenStack Train. */
@NullMarked
package org.ringlab.host.cloud;

import org.jspecify.annotations.NullMarked;
