/** What ESXi, Hyper-V and Workstation have in common: virtual switches, and guests with a card on one of them. */
@NullMarked
package org.ringlab.host.guests;

import org.jspecify.annotations.NullMarked;
