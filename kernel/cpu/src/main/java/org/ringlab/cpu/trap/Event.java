package org.ringlab.cpu.trap;

import org.ringlab.cpu.guest.Exit;

/** What can end an instruction before it is through. */
public sealed interface Event permits Trap, Exit, NotSimulated {}
