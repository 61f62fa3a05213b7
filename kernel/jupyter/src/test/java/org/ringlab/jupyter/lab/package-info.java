@NullMarked
package org.ringlab.jupyter.lab;

import org.jspecify.annotations.NullMarked;
