package org.ringlab.virt.domain;

import java.util.List;
import java.util.Optional;
import org.ringlab.virt.Generation;
import org.ringlab.virt.Libvirtd;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirError.Code;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.VirtHost.Files.Kind;

/** A guest goes to another host (qemu_migration.c): begin here, prepare there, perform, finish there, confirm here. */
public final class Migration {
    private final Libvirtd source;
    private final Libvirtd target;

    /**
     * What a person asks for.
     *
     * @param offline only the document goes
     * @param persistent whether the target keeps it
     * @param undefineSource whether the source forgets it
     * @param unsafe whether it may be that the disks aren't the same there
     * @param copyStorage whether the disks' content goes too
     * @param suspend whether it stands still afterwards
     */
    public record Options(
            boolean offline,
            boolean persistent,
            boolean undefineSource,
            boolean unsafe,
            boolean copyStorage,
            boolean suspend) {}

    /** From one daemon to another. */
    public Migration(Libvirtd source, Libvirtd target) {
        this.source = source;
        this.target = target;
    }

    /** Takes a guest over. */
    public void run(Domain domain, Options options) throws VirError {
        begin(domain, options);
        if (options.offline()) {
            DomainDef def = moved(domain.config().orElse(domain.def()));
            target.domains().define(def);
            leave(domain, options);
            return;
        }
        boolean paused = options.suspend() || domain.state() == DomainState.PAUSED;
        DomainDef def = moved(domain.def());
        Domain there = prepare(domain, def, options);
        VirtHost.Guest running = domain.guest().orElseThrow();
        DomainDef persistent = domain.config().map(DomainDef::copy).orElseGet(() -> moved(domain.def()));
        target.domains().startup().receive(there, def, running, paused);
        target.domains().adopt(there);
        if (options.persistent()) {
            there.setConfig(persistent);
            target.domains().save(there);
        }
        source.domains().end(domain, "migrated");
        leave(domain, options);
    }

    private void leave(Domain domain, Options options) throws VirError {
        if (options.undefineSource() && domain.isPersistent()) {
            source.domains().undefine(domain, true);
        }
    }

    /** A guest with a device of this host can't leave it, nor can what the device does be written down. */
    static void movable(DomainDef def) throws VirError {
        boolean tied = def.devices().children("hostdev").stream()
                .anyMatch(d -> !d.attribute("type", "").equals("usb"));
        if (tied) {
            throw new VirError(Code.INVALID, "domain has assigned non-USB host devices");
        }
    }

    private void begin(Domain domain, Options options) throws VirError {
        if (!options.offline() && !domain.isActive()) {
            throw new VirError(Code.INVALID, "domain is not running");
        }
        if (!options.offline()) {
            movable(domain.def());
        }
        if (options.offline()) {
            if (options.copyStorage()) {
                throw new VirError(Code.INVALID, "offline migration cannot handle non-shared storage");
            }
            if (!options.persistent()) {
                throw new VirError(Code.INVALID, "offline migration must be specified with the persistent flag set");
            }
        } else if (!options.unsafe() && !options.copyStorage()) {
            for (DomainDef.Disk disk : domain.def().disks()) {
                boolean written = !disk.isReadOnly() && disk.source().isPresent();
                if (written && !source.host().isShared(disk.source().get())) {
                    throw new VirError(Code.UNSAFE, "Migration without shared storage is unsafe");
                }
            }
        }
        if (target == source && source.host().generation() == Generation.DEB12) {
            throw new VirError(
                    Code.INTERNAL,
                    "Attempt to migrate guest to the same host " + source.host().uuid());
        }
    }

    /** What the other host is told: the document without what belongs to this one. */
    private static DomainDef moved(DomainDef def) {
        DomainDef copy = def.copy();
        copy.root().unset("id");
        copy.nics().stream()
                .filter(n -> n.tap().filter(t -> t.startsWith("vnet")).isPresent())
                .forEach(n -> n.element().remove(c -> c.name().equals("target")));
        copy.graphics().filter(g -> g.attribute("autoport", "").equals("yes")).ifPresent(g -> g.set("port", "-1"));
        return copy;
    }

    private Domain prepare(Domain domain, DomainDef def, Options options) throws VirError {
        Optional<Domain> same = target.domains().fitting(def);
        if (same.filter(Domain::isActive).isPresent()) {
            throw new VirError(Code.INVALID, "domain '" + def.name() + "' is already active");
        }
        if (options.copyStorage()) {
            copy(domain);
        } else if (target.host().generation() == Generation.DEB12) {
            for (DomainDef.Disk disk : def.disks()) {
                if (disk.source()
                        .filter(s -> target.host().files().kind(s) == Kind.NONE)
                        .isPresent()) {
                    target.domains().startup().fail();
                    throw target.domains().startup().disks().missing(disk);
                }
            }
        }
        return same.orElse(new Domain(null));
    }

    /** The disks' content goes into files of the same names, which pools there have to make. */
    private void copy(Domain domain) throws VirError {
        for (DomainDef.Disk disk : domain.def().disks()) {
            Optional<String> path = disk.source();
            if (disk.isReadOnly() || path.isEmpty()) {
                continue;
            }
            if (target.host().files().kind(path.get()) == Kind.NONE) {
                String directory =
                        path.get().substring(0, Math.max(1, path.get().lastIndexOf('/')));
                if (target.pools().at(directory).isEmpty()) {
                    throw new VirError(Code.NO_POOL, "no storage pool with matching target path '" + directory + "'");
                }
            }
            source.host().copyTo(target.host(), path.get(), disk.format());
            List.copyOf(target.pools().all()).stream()
                    .filter(p -> p.isActive()
                            && p.path()
                                    .equals(path.get().substring(0, path.get().lastIndexOf('/'))))
                    .forEach(p -> {
                        try {
                            p.refresh();
                        } catch (VirError gone) {
                            return;
                        }
                    });
        }
    }
}
