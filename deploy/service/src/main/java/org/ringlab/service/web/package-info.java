/** What every HTTP answer has in common: headers, origin check, errors. */
@NullMarked
package org.ringlab.service.web;

import org.jspecify.annotations.NullMarked;
