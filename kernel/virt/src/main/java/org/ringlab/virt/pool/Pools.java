package org.ringlab.virt.pool;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirError.Code;
import org.ringlab.virt.VirtHost;

/** The storage pools of a host (storage_driver.c). */
public final class Pools {
    private static final String AUTOSTART = "/etc/libvirt/storage/autostart/";
    private static final String DEFINITIONS = "/etc/libvirt/storage/";

    private final VirtHost host;
    private final Map<String, Pool> all = new TreeMap<>();

    /** No pools yet. */
    public Pools(VirtHost host) {
        this.host = host;
    }

    /** All, by name. */
    public Collection<Pool> all() {
        return Collections.unmodifiableCollection(all.values());
    }

    /** The pool of that name or UUID. */
    public Optional<Pool> find(String nameOrUuid) {
        Pool named = all.get(nameOrUuid);
        return named != null
                ? Optional.of(named)
                : all.values().stream()
                        .filter(p -> p.def().uuid().equals(nameOrUuid))
                        .findFirst();
    }

    /** The active pool on a directory. */
    public Optional<Pool> at(String directory) {
        return all.values().stream()
                .filter(p -> p.isActive() && p.path().equals(directory))
                .findFirst();
    }

    /** Defines a pool, or redefines one with the same name and UUID. */
    public Pool define(String text) throws VirError {
        PoolDef def = PoolDef.read(host, text);
        Pool pool = fitting(def).orElse(new Pool(host, def, true));
        pool.redefine(def);
        all.put(def.name(), pool);
        save(pool);
        return pool;
    }

    private void save(Pool pool) {
        host.files().write(DEFINITIONS + pool.name() + ".xml", pool.document().toString());
    }

    /** Makes a pool that vanishes once it is stopped. */
    public Pool create(String text, boolean build) throws VirError {
        PoolDef def = PoolDef.read(host, text);
        Optional<Pool> same = fitting(def);
        Pool pool = same.orElse(new Pool(host, def, false));
        if (build) {
            pool.build();
        }
        pool.start();
        all.put(def.name(), pool);
        return pool;
    }

    /** The pool that a document redefines; another one in its way is an error. */
    private Optional<Pool> fitting(PoolDef def) throws VirError {
        for (Pool other : all.values()) {
            boolean name = other.name().equals(def.name());
            boolean uuid = other.def().uuid().equals(def.uuid());
            if (uuid && !name) {
                throw new VirError(
                        Code.FAILED, "pool '" + other.name() + "' is already defined with uuid " + def.uuid());
            }
            if (name && !uuid) {
                throw new VirError(
                        Code.FAILED,
                        "pool '" + def.name() + "' already exists with uuid "
                                + other.def().uuid());
            }
            if (name) {
                return Optional.of(other);
            }
        }
        for (Pool other : all.values()) {
            if (other.def().type().equals(def.type()) && sameSource(other.def(), def)) {
                throw new VirError(Code.FAILED, "Storage source conflict with pool: '" + other.name() + "'");
            }
        }
        return Optional.empty();
    }

    private static boolean sameSource(PoolDef a, PoolDef b) {
        return a.type().equals("dir")
                ? a.path().equals(b.path())
                : a.source().toString().equals(b.source().toString());
    }

    /** Stops a pool; one that isn't persistent goes. */
    public void destroy(Pool pool) throws VirError {
        pool.stop();
        if (!pool.isPersistent()) {
            all.remove(pool.name());
        }
    }

    /** Forgets a pool that is stopped; its files stay. */
    public void undefine(Pool pool) throws VirError {
        if (pool.isActive()) {
            throw new VirError(Code.INVALID, "storage pool '" + pool.name() + "' is still active");
        }
        all.remove(pool.name());
        host.files().remove(DEFINITIONS + pool.name() + ".xml");
        host.files().remove(AUTOSTART + pool.name() + ".xml");
    }

    /** Lets a pool start with libvirtd, or not. */
    public void autostart(Pool pool, boolean on) throws VirError {
        if (!pool.isPersistent()) {
            throw new VirError(Code.INTERNAL, "pool has no config file");
        }
        pool.setAutostart(on);
        if (on) {
            host.files().link(AUTOSTART + pool.name() + ".xml", DEFINITIONS + pool.name() + ".xml");
        } else {
            host.files().remove(AUTOSTART + pool.name() + ".xml");
        }
    }

    /** libvirtd starts: so do pools that are marked; a failure stays their own affair. */
    public void start() {
        for (Pool pool : List.copyOf(all.values())) {
            if (pool.isAutostart() && !pool.isActive()) {
                try {
                    pool.start();
                } catch (VirError failed) {
                    continue;
                }
            }
        }
    }

    /** The volume with a path or name, in any active pool. */
    public Optional<Volume> volume(String path) {
        return all.values().stream()
                .filter(Pool::isActive)
                .flatMap(p -> p.volumes().stream())
                .filter(v -> v.path().equals(path))
                .findFirst();
    }

    /** The pool that a volume is in. */
    public Optional<Pool> holding(Volume volume) {
        return all.values().stream().filter(p -> p.volumes().contains(volume)).findFirst();
    }
}
