package org.ringlab.hypervisor.hardware;

/** What a monitor does about one reason to leave a guest. */
@FunctionalInterface
public interface ExitHandler {
    /** What comes next. */
    enum Action {
        /** The guest is entered again. */
        RESUME,
        /** It isn't: the run is over. */
        LEAVE
    }

    /** Deals with an exit; the guest's registers are in {@code guest}. An instruction that left isn't over: skip it. */
    Action handle(VmExit exit, Guest guest);
}
