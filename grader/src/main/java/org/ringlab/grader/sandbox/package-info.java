/** Processes that see nothing of this machine: the sandbox of hosted kernels and of students' Java answers. */
@NullMarked
package org.ringlab.grader.sandbox;

import org.jspecify.annotations.NullMarked;
