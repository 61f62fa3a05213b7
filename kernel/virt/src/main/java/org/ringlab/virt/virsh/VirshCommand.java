package org.ringlab.virt.virsh;

import java.util.List;
import org.ringlab.virt.VirError;

/**
 * A command of virsh.
 *
 * @param name how it is called
 * @param help one line about it
 * @param options its options in order
 * @param connects whether it needs libvirtd
 * @param action what it does
 */
record VirshCommand(String name, String help, List<VirshOption> options, boolean connects, Action action) {
    /** What a command does. */
    interface Action {
        /** Runs it; false where it failed and has said why. */
        boolean run(Call call) throws VirError;
    }

    static VirshCommand of(String name, String options, String help, Action action) {
        return new VirshCommand(name, help, VirshOption.list(options), true, action);
    }

    static VirshCommand alone(String name, String options, String help, Action action) {
        return new VirshCommand(name, help, VirshOption.list(options), false, action);
    }
}
