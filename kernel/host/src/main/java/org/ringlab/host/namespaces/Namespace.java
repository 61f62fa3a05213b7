package org.ringlab.host.namespaces;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One namespace: what its members share and nobody else sees. One file a kind where there is something to keep. */
public abstract sealed class Namespace
        permits UtsNamespace, IpcNamespace, MountNamespace, NetNamespace, PidNamespace, UserNamespace, Namespace.Plain {
    private final NamespaceKind kind;
    private final long inode;
    private final @Nullable UserNamespace owner;

    Namespace(NamespaceKind kind, long inode, @Nullable UserNamespace owner) {
        this.kind = kind;
        this.inode = inode;
        this.owner = owner;
    }

    /** A kind of which a host has one that nobody leaves: cgroup and time. */
    public static final class Plain extends Namespace {
        Plain(NamespaceKind kind, long inode, UserNamespace owner) {
            super(kind, inode, owner);
        }
    }

    /** What it isolates. */
    public final NamespaceKind kind() {
        return kind;
    }

    /** The number that tells it from others ({@code readlink /proc/self/ns/net}). */
    public final long inode() {
        return inode;
    }

    /** The user namespace whose capabilities count here: of its maker, or a user namespace's parent. */
    public final Optional<UserNamespace> owner() {
        return Optional.ofNullable(owner);
    }

    /** {@code net:[4026531840]}. */
    public final String label() {
        return kind.file() + ":[" + inode + "]";
    }

    @Override
    public final String toString() {
        return label();
    }
}
