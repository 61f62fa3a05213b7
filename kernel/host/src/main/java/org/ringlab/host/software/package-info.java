/** What is installed on a simulated computer: packages with their programs and services, and SELinux's rules. */
@NullMarked
package org.ringlab.host.software;

import org.jspecify.annotations.NullMarked;
