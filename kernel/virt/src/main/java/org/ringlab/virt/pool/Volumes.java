package org.ringlab.virt.pool;

import java.util.List;
import java.util.Optional;
import org.ringlab.virt.Sizes;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirError.Code;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.domain.DomainReader;
import org.ringlab.virt.xml.Element;

/** What is done with the volumes of a pool. */
public final class Volumes {
    private static final List<String> FORMATS = List.of(
            "none", "raw", "dir", "bochs", "cloop", "dmg", "iso", "vpc", "vdi", "fat", "vhd", "ploop", "cow", "qcow",
            "qcow2", "qed", "vmdk");

    private final VirtHost host;

    /** The volumes of a host. */
    public Volumes(VirtHost host) {
        this.host = host;
    }

    /** Makes a volume out of its document (virStorageVolDefParseXML). */
    public Volume create(Pool pool, String text) throws VirError {
        Element raw = DomainReader.root(text, "volume", "storage_volume_definition");
        if (!pool.isActive()) {
            throw pool.notActive();
        }
        String name = raw.textOf("name").orElseThrow(() -> new VirError(Code.XML, "missing volume name element"));
        long capacity = size(raw, "capacity").orElseThrow(() -> new VirError(Code.XML, "missing capacity element"));
        long allocation = size(raw, "allocation").orElse(capacity);
        String format = raw.child("target")
                .flatMap(t -> t.attributeOf("format", "type"))
                .orElse("raw");
        if (!FORMATS.contains(format)) {
            throw new VirError(Code.UNSUPPORTED, "unknown volume format type " + format);
        }
        free(pool, name);
        Optional<String> backing = raw.child("backingStore").flatMap(b -> b.textOf("path"));
        String backingFormat = raw.child("backingStore")
                .flatMap(b -> b.attributeOf("format", "type"))
                .orElse("raw");
        host.images().create(pool.path() + "/" + name, format, capacity, allocation, backing, backingFormat);
        return pool.add(name);
    }

    private static Optional<Long> size(Element raw, String name) throws VirError {
        Optional<Element> element = raw.child(name).filter(e -> !e.text().isEmpty());
        if (element.isEmpty()) {
            return Optional.empty();
        }
        long value = Sizes.number(element.get().text())
                .orElseThrow(() -> new VirError(Code.XML, "malformed " + name + " element"));
        return Optional.of(Sizes.bytes(value, element.get().attribute("unit", ""), 1));
    }

    private static void free(Pool pool, String name) throws VirError {
        if (pool.volumes().stream().anyMatch(v -> v.name().equals(name))) {
            throw new VirError(Code.VOLUME_EXISTS, "'" + name + "' exists already");
        }
    }

    /** Deletes a volume, whoever needs it. */
    public void delete(Pool pool, Volume volume) {
        host.files().remove(volume.path());
        pool.forget(volume);
    }

    /** Copies a volume. */
    public Volume copy(Pool pool, Volume volume, String name) throws VirError {
        free(pool, name);
        host.images().copy(volume.path(), pool.path() + "/" + name, volume.format());
        return pool.add(name);
    }

    /** Fills a volume with zeros. */
    public void wipe(Pool pool, Volume volume) throws VirError {
        host.images().wipe(volume.path());
        pool.refreshed(volume);
    }

    /** Changes a volume's size. */
    public void resize(Pool pool, Volume volume, long size, boolean delta, boolean shrink) throws VirError {
        Volume now = pool.refreshed(volume);
        long next = delta ? shrink ? now.capacity() - size : now.capacity() + size : size;
        if (next < now.capacity() && !shrink) {
            throw new VirError(
                    Code.ARGUMENT,
                    "Can't shrink capacity below current capacity unless shrink flag explicitly specified");
        }
        if (next < 0) {
            throw new VirError(Code.ARGUMENT, "Can't shrink capacity below existing allocation");
        }
        host.images().resize(now.path(), now.format(), next);
        pool.refreshed(now);
    }

    /** As {@code vol-dumpxml} prints it. */
    public Element document(Pool pool, Volume volume) {
        Volume now = pool.refreshed(volume);
        Element root = Element.of("volume", "type", now.format().equals("dir") ? "dir" : "file");
        root.add(Element.text("name", now.name()));
        root.add(Element.text("key", now.path()));
        root.add(new Element("source").open());
        Optional<VirtHost.Image> image = host.images().info(now.path());
        root.add(bytes("capacity", now.capacity()));
        root.add(bytes("allocation", now.allocation()));
        image.ifPresent(i -> root.add(bytes("physical", i.length())));
        Element target = new Element("target").add(Element.text("path", now.path()));
        target.add(Element.of("format", "type", now.format()));
        target.add(Pool.permissions(host.files().mode(now.path()), 0));
        root.add(target);
        image.flatMap(VirtHost.Image::backing).ifPresent(backing -> {
            String path = backing.startsWith("/") ? backing : pool.path() + "/" + backing;
            String format = image.flatMap(VirtHost.Image::backingFormat).orElse("raw");
            root.add(new Element("backingStore")
                    .add(Element.text("path", path))
                    .add(Element.of("format", "type", format))
                    .add(Pool.permissions(host.files().mode(path), 0)));
        });
        return root;
    }

    private static Element bytes(String name, long value) {
        return Element.text(name, String.valueOf(value)).set("unit", "bytes");
    }

    /** A volume as it is now. */
    public Volume look(Pool pool, Volume volume) {
        return pool.refreshed(volume);
    }
}
