/** Pages and their parts, without a service. */
@NullMarked
package org.ringlab.service.pages;

import org.jspecify.annotations.NullMarked;
