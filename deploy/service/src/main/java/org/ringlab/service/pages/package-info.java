/** The pages in the browser, in Chinese and English. */
@NullMarked
package org.ringlab.service.pages;

import org.jspecify.annotations.NullMarked;
