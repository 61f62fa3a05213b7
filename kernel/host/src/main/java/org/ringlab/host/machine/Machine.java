package org.ringlab.host.machine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.Profile;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.memory.MemoryBench;
import org.ringlab.host.service.Services;
import org.ringlab.netfilter.rules.TableName;
import org.ringlab.netfilter.stack.NetStack;

/**
 * One simulated computer as the processes of one of its network namespaces see it: the namespace's stack and services;
 * the files, kernel modules and names of namespaces that all share.
 */
public final class Machine {
    private final Profile profile;
    private final NetStack stack;
    private final FileSystem files;
    private final Set<String> modules;
    private final Map<String, Machine> namespaces;
    private final @Nullable Machine host;
    private final Set<TableName> namedTables = new LinkedHashSet<>();
    private final Services services;
    private @Nullable MemoryBench memory;

    /** A computer that has just booted; its cards come later. */
    public Machine(Profile profile, NetStack stack, Services services) {
        this.profile = profile;
        this.stack = stack;
        this.services = services;
        files = new FileSystem();
        modules = new TreeSet<>();
        namespaces = new LinkedHashMap<>();
        host = null;
        SystemFiles.install(this);
    }

    private Machine(Machine host, NetStack stack) {
        profile = host.profile;
        this.stack = stack;
        services = host.services.in(stack);
        files = host.files.sharing();
        modules = host.modules;
        namespaces = host.namespaces;
        this.host = host;
        SystemFiles.mount(this);
    }

    /** The computer as its first namespace sees it, the one without a name. */
    public Machine host() {
        return host == null ? this : host;
    }

    /** The name it has on the network, namespaces or not. */
    public String hostName() {
        return host().name();
    }

    /** Its named network namespaces, in the order they were made ({@code ip netns}). */
    public Map<String, Machine> namespaces() {
        return Collections.unmodifiableMap(namespaces);
    }

    /** Makes a network namespace with nothing in it but {@code lo}, down; its name must be free. */
    public Machine addNamespace(String namespace) {
        Machine made = unnamedNamespace(namespace);
        namespaces.put(namespace, made);
        return made;
    }

    /** Makes a network namespace that no command finds by name ({@code unshare -n}). */
    public Machine unnamedNamespace(String namespace) {
        return new Machine(host(), host().stack.namespace(namespace));
    }

    /** Deletes a named network namespace with its interfaces; false where there is none of that name. */
    public boolean removeNamespace(String namespace) {
        Machine gone = namespaces.remove(namespace);
        if (gone != null) {
            gone.dissolve();
        }
        return gone != null;
    }

    /** Ends a namespace: its services stop, cards return to the host, all other interfaces are deleted. */
    public void dissolve() {
        services.all().forEach(Services.Service::stop);
        stack.links().dissolve(host().stack);
    }

    /** Its name in the lab: {@code host}, or {@code host/namespace}. */
    public String name() {
        return stack.name();
    }

    /** Which Linux it is. */
    public Profile profile() {
        return profile;
    }

    /** Its network stack. */
    public NetStack stack() {
        return stack;
    }

    /** Its files. */
    public FileSystem files() {
        return files;
    }

    /** Names of the kernel modules somebody loaded, sorted, with underscores. */
    public Set<String> modules() {
        return modules;
    }

    /** What listens on it. */
    public Services services() {
        return services;
    }

    /** The bare machine behind the command {@code memory}, made when it is first used. */
    public MemoryBench memory() {
        Machine owner = host();
        MemoryBench bench = owner.memory;
        if (bench == null) {
            bench = new MemoryBench();
            owner.memory = bench;
        }
        return bench;
    }

    /** Notes that a command named a table, whatever came of it. */
    public void nameTable(TableName table) {
        namedTables.add(table);
    }

    /** The tables that commands named. */
    public Set<TableName> namedTables() {
        return Collections.unmodifiableSet(namedTables);
    }
}
