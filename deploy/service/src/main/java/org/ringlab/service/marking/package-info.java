/** What teachers do with reports: points by hand, answers to appeals, grading again by another version. */
@NullMarked
package org.ringlab.service.marking;

import org.jspecify.annotations.NullMarked;
