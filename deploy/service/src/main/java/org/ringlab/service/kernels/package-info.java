/**
 * Kernel processes of the service: how they are started in a sandbox, kept warm, handed to one student once, watched and
 * stopped. The classes here know processes and pipes, not HTTP and not the database.
 */
@NullMarked
package org.ringlab.service.kernels;

import org.jspecify.annotations.NullMarked;
