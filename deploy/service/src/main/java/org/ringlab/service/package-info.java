/** The Ringlab service: pages, submissions, gradebook, hosted notebooks. One package per feature. */
@NullMarked
package org.ringlab.service;

import org.jspecify.annotations.NullMarked;
