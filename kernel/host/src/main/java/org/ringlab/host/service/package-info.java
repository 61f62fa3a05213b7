/** Programs that listen on simulated hosts: echo, http, dns, ftp. */
@NullMarked
package org.ringlab.host.service;

import org.jspecify.annotations.NullMarked;
