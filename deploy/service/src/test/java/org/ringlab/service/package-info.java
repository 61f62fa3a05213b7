@NullMarked
package org.ringlab.service;

import org.jspecify.annotations.NullMarked;
