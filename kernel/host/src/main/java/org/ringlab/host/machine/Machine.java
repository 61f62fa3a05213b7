package org.ringlab.host.machine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.Profile;
import org.ringlab.host.files.FileSystem;
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
    private final Map<String, Long> startedUnits = new LinkedHashMap<>();
    private final Set<String> failedUnits = new LinkedHashSet<>();
    private boolean rebootRequested;
    private @Nullable FirewallZone firewall;

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

    private Machine(FileSystem files, Profile profile, NetStack stack, Services services) {
        this.profile = profile;
        this.stack = stack;
        this.services = services;
        this.files = files;
        modules = new TreeSet<>();
        namespaces = new LinkedHashMap<>();
        host = null;
        SystemFiles.mount(this);
    }

    /** The same computer after it was switched off and on: its files are what they were, and nothing else is. */
    public Machine rebooted(NetStack fresh, Services freshServices) {
        return new Machine(files, profile, fresh, freshServices);
    }

    /** Goes down: programs end, namespaces and interfaces go, cards come off their cables. */
    public void powerOff() {
        services.all().forEach(Services.Service::stop);
        for (String namespace : List.copyOf(namespaces.keySet())) {
            removeNamespace(namespace);
        }
        List.copyOf(stack.interfaces()).forEach(stack.links()::remove);
        files.ungenerate("/proc/net/xt_recent");
    }

    /** Asks for a restart once the running script has ended. */
    public void requestReboot() {
        host().rebootRequested = true;
    }

    /** Whether a restart was asked for. */
    public boolean isRebootRequested() {
        return host().rebootRequested;
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

    /** Units that systemd started, and when, in nanoseconds since the lab's boot; changes count. */
    public Map<String, Long> startedUnits() {
        return host().startedUnits;
    }

    /** What firewalld lets in as it runs; empty where it doesn't run. */
    public Optional<FirewallZone> firewall() {
        return Optional.ofNullable(host().firewall);
    }

    /** Notes what firewalld lets in; null where it ends. */
    public void setFirewall(@Nullable FirewallZone zone) {
        host().firewall = zone;
    }

    /** Units whose start failed; changes count. */
    public Set<String> failedUnits() {
        return host().failedUnits;
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
