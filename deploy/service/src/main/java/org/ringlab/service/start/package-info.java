/** What happens before the web application runs: options, data folder, secrets, embedded database. */
@NullMarked
package org.ringlab.service.start;

import org.jspecify.annotations.NullMarked;
