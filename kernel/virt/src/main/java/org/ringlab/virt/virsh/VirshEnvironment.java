package org.ringlab.virt.virsh;

import java.util.Optional;
import org.ringlab.virt.Libvirtd;
import org.ringlab.virt.VirError;

/** What virsh finds around it: the terminal it was started from. */
public interface VirshEnvironment {
    /** The daemon of its own host. */
    Libvirtd local();

    /** A path as an absolute one. */
    String resolve(String path);

    /** The text of a file; empty where it can't be read. */
    Optional<String> read(String path);

    /** Writes a file. */
    void write(String path, String text);

    /** An environment variable. */
    Optional<String> variable(String name);

    /** Runs an editor on a file; its exit status. */
    int edit(String editor, String path);

    /** Standard input that is left. */
    String input();

    /** Prints. */
    void out(String text);

    /** The daemon refused what a command asked for. */
    void refused(VirError reason);

    /** Complains. */
    void err(String text);
}
