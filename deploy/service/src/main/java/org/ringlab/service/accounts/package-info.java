/** Who may sign in, with which role and language. */
@NullMarked
package org.ringlab.service.accounts;

import org.jspecify.annotations.NullMarked;
