package org.ringlab.host.namespaces;

import org.ringlab.host.files.MountTable;

/** What is mounted where, for the members of a namespace. */
public final class MountNamespace extends Namespace {
    private final MountTable mounts;

    MountNamespace(long inode, UserNamespace owner, MountTable mounts) {
        super(NamespaceKind.MNT, inode, owner);
        this.mounts = mounts;
    }

    /** Its mounts. */
    public MountTable mounts() {
        return mounts;
    }
}
