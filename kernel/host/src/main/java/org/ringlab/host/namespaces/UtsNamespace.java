package org.ringlab.host.namespaces;

/** A host's name, as the members of a namespace know it. */
public final class UtsNamespace extends Namespace {
    private String hostname;

    UtsNamespace(long inode, UserNamespace owner, String hostname) {
        super(NamespaceKind.UTS, inode, owner);
        this.hostname = hostname;
    }

    /** The name. */
    public String hostname() {
        return hostname;
    }

    /** Calls the host by another name, for the members of this namespace. */
    public void setHostname(String name) {
        hostname = name;
    }
}
