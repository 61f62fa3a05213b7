package org.ringlab.cpu.trap;

/** What can end an instruction before it is through. */
public sealed interface Event permits Trap, Exit, NotSimulated {}
