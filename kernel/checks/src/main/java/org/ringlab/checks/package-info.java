/**
 * What an exercise can ask of a lab, as data, and the one evaluator of it: used unchanged by a notebook's check magic
 * and by the grader.
 */
@NullMarked
package org.ringlab.checks;

import org.jspecify.annotations.NullMarked;
