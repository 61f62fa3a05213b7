/** Processes and what they see: the eight kinds of namespaces, who is in which, and what each one isolates. */
@NullMarked
package org.ringlab.host.namespaces;

import org.jspecify.annotations.NullMarked;
