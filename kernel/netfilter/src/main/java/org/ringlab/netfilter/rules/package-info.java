/** The meaning of a rule set: tables, chains, rules, matches, targets, and the traversal of a chain. */
@NullMarked
package org.ringlab.netfilter.rules;

import org.jspecify.annotations.NullMarked;
