package org.ringlab.host.namespaces;

import org.ringlab.netfilter.stack.NetStack;

/** A network stack of its own. */
public final class NetNamespace extends Namespace {
    private final NetStack stack;

    NetNamespace(long inode, UserNamespace owner, NetStack stack) {
        super(NamespaceKind.NET, inode, owner);
        this.stack = stack;
    }

    /** The stack. */
    public NetStack stack() {
        return stack;
    }
}
