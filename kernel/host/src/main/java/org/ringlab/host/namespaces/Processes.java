package org.ringlab.host.namespaces;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.ringlab.host.files.MountTable;
import org.ringlab.host.files.Volume;
import org.ringlab.netfilter.stack.NetStack;

/** The processes of a host, and the namespaces that live as long as somebody is in them or holds them by a file. */
public final class Processes {
    /** Processes at a time ({@code ulimit -u}), so that no loop fills the memory. */
    public static final int MAX = 1000;

    /** The numbers of the first namespaces (include/linux/proc_ns.h); others follow {@link #FIRST_INODE}. */
    private static final long IPC_INODE = 4_026_531_839L;

    private static final long UTS_INODE = 4_026_531_838L;
    private static final long USER_INODE = 4_026_531_837L;
    private static final long PID_INODE = 4_026_531_836L;
    private static final long CGROUP_INODE = 4_026_531_835L;
    private static final long TIME_INODE = 4_026_531_834L;
    private static final long MNT_INODE = 4_026_531_841L;
    private static final long NET_INODE = 4_026_531_840L;
    private static final long FIRST_INODE = 4_026_532_177L;

    private final List<Task> all = new ArrayList<>();
    private final LongSupplier clock;
    private final Task init;
    private Consumer<NetNamespace> atNetEnd = gone -> {};
    private long nextInode = FIRST_INODE;

    /**
     * A host that has just booted: one process, number 1.
     *
     * @param root what is mounted
     * @param command the first program
     * @param clock the lab's nanoseconds
     */
    public Processes(MountTable root, String hostname, NetStack stack, List<String> command, LongSupplier clock) {
        this.clock = clock;
        UserNamespace user = new UserNamespace(USER_INODE, null);
        PidNamespace pid = new PidNamespace(PID_INODE, user, null, 1);
        Memberships first = new Memberships(
                new MountNamespace(MNT_INODE, user, root),
                new UtsNamespace(UTS_INODE, user, hostname),
                new IpcNamespace(IPC_INODE, user),
                new NetNamespace(NET_INODE, user, stack),
                pid,
                pid,
                user,
                new Namespace.Plain(NamespaceKind.CGROUP, CGROUP_INODE, user),
                new Namespace.Plain(NamespaceKind.TIME, TIME_INODE, user));
        init = new Task(null, first, command, Task.Terminal.NONE, 0);
        init.number(pid, pid.take());
        pid.born(init);
        all.add(init);
    }

    /** What happens when the last process of a network namespace has gone and no file holds it. */
    public void atNetEnd(Consumer<NetNamespace> work) {
        atNetEnd = work;
    }

    /** The first process. */
    public Task init() {
        return init;
    }

    /** All that run, oldest first. */
    public List<Task> all() {
        return List.copyOf(all);
    }

    /** Those a namespace sees, by their numbers in it. */
    public List<Task> seenFrom(PidNamespace namespace) {
        return all.stream()
                .filter(p -> p.pid(namespace).isPresent())
                .sorted(Comparator.comparingInt(p -> p.pid(namespace).orElse(0)))
                .toList();
    }

    /** The process with that number. */
    public Optional<Task> find(PidNamespace namespace, int pid) {
        return all.stream()
                .filter(p -> p.pid(namespace).filter(n -> n == pid).isPresent())
                .findFirst();
    }

    /** The next process of the host's own numbers gets at least this one. */
    public void skipTo(int number) {
        init.memberships().pid().skipTo(number);
    }

    /** A child is born; empty where its namespace's number 1 has ended, or there are too many ({@code fork} fails). */
    public Optional<Task> fork(Task parent, List<String> command, Task.Terminal terminal) {
        Memberships where = parent.memberships().born();
        if (where.pid().isDead() || all.size() >= MAX) {
            return Optional.empty();
        }
        Task child = new Task(parent, where, List.copyOf(command), terminal, clock.getAsLong());
        for (Optional<PidNamespace> ns = Optional.of(where.pid());
                ns.isPresent();
                ns = ns.get().parent()) {
            child.number(ns.get(), ns.get().take());
        }
        where.pid().born(child);
        all.add(child);
        return Optional.of(child);
    }

    /** A process has ended. With the first of a namespace all in it end; children of others become its number 1's. */
    public void exit(Task process) {
        if (!process.isAlive()) {
            return;
        }
        process.over();
        all.remove(process);
        PidNamespace home = process.memberships().pid();
        if (home.init().filter(p -> p == process).isPresent()) {
            home.die();
            seenFrom(home).forEach(this::kill);
        }
        Task heir = home.init().filter(Task::isAlive).orElse(init);
        all.stream()
                .filter(p -> p.parent().filter(o -> o == process).isPresent())
                .forEach(p -> p.setParent(heir));
        left(process.memberships().net());
    }

    /** Ends a process from outside ({@code SIGKILL}). */
    public void kill(Task process) {
        if (process.isAlive()) {
            process.end().run();
            exit(process);
        }
    }

    /** A process goes elsewhere; what nobody is left in ends. */
    public void enter(Task process, Memberships elsewhere) {
        NetNamespace old = process.memberships().net();
        process.enter(elsewhere);
        if (old != elsewhere.net()) {
            left(old);
        }
    }

    /** Somebody left a network namespace: it ends with the last one. */
    public void left(NetNamespace net) {
        if (net.inode() != NET_INODE && !isHeld(net)) {
            atNetEnd.accept(net);
        }
    }

    /** Whether a process is in a namespace, or a mounted file is it. */
    public boolean isHeld(Namespace namespace) {
        return all.stream().anyMatch(p -> p.memberships().all().contains(namespace)) || isMounted(namespace);
    }

    private boolean isMounted(Namespace namespace) {
        return all.stream()
                .map(p -> p.memberships().mnt())
                .distinct()
                .flatMap(m -> m.mounts().all().stream())
                .anyMatch(m -> m.volume()
                        .heldFile()
                        .filter(f -> f instanceof NamespaceFile file && file.namespace() == namespace)
                        .isPresent());
    }

    /** All namespaces somebody is in, by their numbers. */
    public List<Namespace> namespaces(PidNamespace viewer) {
        return seenFrom(viewer).stream()
                .flatMap(p -> Stream.of(NamespaceKind.values())
                        .map(k -> p.memberships().of(k)))
                .distinct()
                .sorted(Comparator.comparingLong(Namespace::inode))
                .toList();
    }

    /** The process namespace that a mounted {@code /proc} shows. */
    public Optional<PidNamespace> shownBy(Volume proc) {
        return all.stream()
                .flatMap(p -> Stream.of(p.memberships().pid(), p.memberships().pidForChildren()))
                .filter(n -> n.proc() == proc)
                .findFirst();
    }

    /** A network namespace with a stack just made. */
    public NetNamespace newNet(NetStack stack, UserNamespace owner) {
        return new NetNamespace(nextInode++, owner, stack);
    }

    /**
     * A namespace as {@code unshare} makes it: a copy of the process's own where there is something to copy.
     *
     * @param kind any but net, which needs a stack ({@link #newNet}), and those nobody leaves
     */
    public Namespace unshared(NamespaceKind kind, Memberships from) {
        long inode = nextInode++;
        UserNamespace owner = from.user();
        return switch (kind) {
            case UTS -> new UtsNamespace(inode, owner, from.uts().hostname());
            case IPC -> new IpcNamespace(inode, owner);
            case MNT -> new MountNamespace(inode, owner, from.mnt().mounts().copy());
            case PID -> new PidNamespace(inode, owner, from.pid(), 1);
            case USER -> new UserNamespace(inode, owner);
            case NET, CGROUP, TIME -> throw new IllegalArgumentException(kind.file());
        };
    }
}
