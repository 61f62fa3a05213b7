package org.ringlab.host.namespaces;

import java.util.List;

/**
 * Which namespaces a process is in (struct nsproxy, and its user namespace).
 *
 * @param mnt mounts
 * @param uts the host's name
 * @param ipc System V objects
 * @param net the network
 * @param pid process numbers
 * @param pidForChildren where its children are born: {@code unshare -p} changes this one alone
 * @param user users and capabilities
 * @param cgroup control groups
 * @param time clocks
 */
public record Memberships(
        MountNamespace mnt,
        UtsNamespace uts,
        IpcNamespace ipc,
        NetNamespace net,
        PidNamespace pid,
        PidNamespace pidForChildren,
        UserNamespace user,
        Namespace cgroup,
        Namespace time) {

    /** The one of a kind. */
    public Namespace of(NamespaceKind kind) {
        return switch (kind) {
            case CGROUP -> cgroup;
            case IPC -> ipc;
            case MNT -> mnt;
            case NET -> net;
            case PID -> pid;
            case TIME -> time;
            case USER -> user;
            case UTS -> uts;
        };
    }

    /** All that keep something alive. */
    List<Namespace> all() {
        return List.of(mnt, uts, ipc, net, pid, pidForChildren, user, cgroup, time);
    }

    /** The same with another namespace ({@code setns}); of process numbers, the one for children. */
    public Memberships with(Namespace other) {
        return switch (other) {
            case MountNamespace m -> new Memberships(m, uts, ipc, net, pid, pidForChildren, user, cgroup, time);
            case UtsNamespace u -> new Memberships(mnt, u, ipc, net, pid, pidForChildren, user, cgroup, time);
            case IpcNamespace i -> new Memberships(mnt, uts, i, net, pid, pidForChildren, user, cgroup, time);
            case NetNamespace n -> new Memberships(mnt, uts, ipc, n, pid, pidForChildren, user, cgroup, time);
            case PidNamespace p -> new Memberships(mnt, uts, ipc, net, pid, p, user, cgroup, time);
            case UserNamespace u -> new Memberships(mnt, uts, ipc, net, pid, pidForChildren, u, cgroup, time);
            case Namespace.Plain plain -> this;
        };
    }

    /** A child's: it lives where its parent's children are born. */
    Memberships born() {
        return new Memberships(mnt, uts, ipc, net, pidForChildren, pidForChildren, user, cgroup, time);
    }
}
