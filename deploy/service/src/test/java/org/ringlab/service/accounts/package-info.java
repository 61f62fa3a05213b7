/** Tests of accounts. */
@NullMarked
package org.ringlab.service.accounts;

import org.jspecify.annotations.NullMarked;
