/** One kernel's conversation with its front ends: the handlers of every message, its streams, history and comms. */
@NullMarked
package org.ringlab.jupyter.session;

import org.jspecify.annotations.NullMarked;
