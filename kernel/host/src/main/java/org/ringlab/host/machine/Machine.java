package org.ringlab.host.machine;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import org.ringlab.host.Profile;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.service.Services;
import org.ringlab.netfilter.rules.TableName;
import org.ringlab.netfilter.stack.NetStack;

/** One simulated computer: its network stack, files, kernel modules and services. */
public final class Machine {
    private final Profile profile;
    private final NetStack stack;
    private final FileSystem files = new FileSystem();
    private final Set<String> modules = new TreeSet<>();
    private final Set<TableName> namedTables = new LinkedHashSet<>();
    private final Services services;

    /** A computer that has just booted; its cards come later. */
    public Machine(Profile profile, NetStack stack, Services services) {
        this.profile = profile;
        this.stack = stack;
        this.services = services;
        SystemFiles.install(this);
    }

    /** Its name in the lab. */
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

    /** Notes that a command named a table, whatever came of it. */
    public void nameTable(TableName table) {
        namedTables.add(table);
    }

    /** The tables that commands named. */
    public Set<TableName> namedTables() {
        return Collections.unmodifiableSet(namedTables);
    }
}
