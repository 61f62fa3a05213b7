/** The lab a notebook works on: booting, command log, undo, checkpoints. */
@NullMarked
package org.ringlab.jupyter.lab;

import org.jspecify.annotations.NullMarked;
