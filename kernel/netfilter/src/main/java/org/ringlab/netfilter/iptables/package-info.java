/** The iptables front end: from words to changes of a rule set, and from a rule set back to text. */
@NullMarked
package org.ringlab.netfilter.iptables;

import org.jspecify.annotations.NullMarked;
