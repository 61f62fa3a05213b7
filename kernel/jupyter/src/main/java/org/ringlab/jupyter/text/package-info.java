/** What the kernel says to its users, in Chinese and English. */
@NullMarked
package org.ringlab.jupyter.text;

import org.jspecify.annotations.NullMarked;
