/** Rules, chains, hosts and paths as predicates over packets: the second formulation of what the evaluator does. */
@NullMarked
package org.ringlab.proof.meaning;

import org.jspecify.annotations.NullMarked;
