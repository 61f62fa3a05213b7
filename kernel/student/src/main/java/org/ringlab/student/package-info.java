/** The command line a student gets: labs, the iptables front end, and the Jupyter kernel's installation. */
@NullMarked
package org.ringlab.student;

import org.jspecify.annotations.NullMarked;
