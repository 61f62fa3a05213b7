package org.ringlab.virt.pool;

import java.util.List;
import java.util.Optional;
import org.ringlab.virt.Generation;
import org.ringlab.virt.Identity;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirError.Code;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.domain.DomainReader;
import org.ringlab.virt.xml.Element;

/**
 * A storage pool as its document says (virStoragePoolDefParseXML).
 *
 * @param type {@code dir}, {@code netfs} …
 * @param name its name
 * @param uuid its UUID
 * @param source where its volumes come from
 * @param path where they are found; empty for pools without a directory
 * @param permissions what the document wants of the directory; empty where it says nothing
 */
public record PoolDef(
        String type, String name, String uuid, Element source, Optional<String> path, Optional<Element> permissions) {
    private static final List<String> TYPES = List.of(
            "dir",
            "fs",
            "netfs",
            "logical",
            "disk",
            "iscsi",
            "scsi",
            "mpath",
            "rbd",
            "sheepdog",
            "gluster",
            "zfs",
            "vstorage");
    private static final List<String> WITHOUT_TARGET = List.of("rbd", "sheepdog", "gluster", "zfs");
    private static final List<String> FORMATS = List.of(
            "unknown",
            "auto",
            "ext2",
            "ext3",
            "ext4",
            "ufs",
            "iso9660",
            "udf",
            "gfs",
            "gfs2",
            "vfat",
            "hfs+",
            "xfs",
            "ocfs2",
            "nfs",
            "glusterfs",
            "cifs",
            "dos",
            "dvh",
            "gpt",
            "mac",
            "bsd",
            "pc98",
            "sun",
            "lvm2");

    /** Reads a text as the document of a pool. */
    public static PoolDef read(VirtHost host, String text) throws VirError {
        Element raw = DomainReader.root(text, "pool", "storage_pool_definition");
        boolean isNew = host.generation() == Generation.DEB12;
        String type = raw.attribute("type")
                .orElseThrow(() -> new VirError(
                        Code.XML,
                        isNew
                                ? "Missing required attribute 'type' in element 'pool'"
                                : "storage pool missing type attribute"));
        if (!TYPES.contains(type)) {
            throw isNew
                    ? new VirError(Code.XML, "Invalid value for attribute 'type' in element 'pool': '" + type + "'.")
                    : new VirError(Code.UNSUPPORTED, "unknown storage pool type " + type);
        }
        Element source = raw.child("source").orElse(new Element("source"));
        String name = raw.textOf("name")
                .or(() -> source.textOf("name"))
                .orElseThrow(() -> new VirError(Code.XML, "missing pool source name element"));
        if (name.indexOf('/') >= 0) {
            throw new VirError(Code.XML, "name " + name + " cannot contain '/'");
        }
        Optional<String> written = raw.textOf("uuid");
        String uuid = written.isEmpty()
                ? Identity.uuid(host)
                : Identity.uuid(written.get()).orElseThrow(() -> new VirError(Code.XML, "malformed uuid element"));
        Element whole = source(type, name, source);
        Optional<String> path =
                raw.child("target").flatMap(t -> t.textOf("path")).map(PoolDef::sanitized);
        if (type.equals("logical")) {
            path = Optional.of("/dev/" + whole.textOf("name").orElse(name));
        } else if (path.isEmpty() && !WITHOUT_TARGET.contains(type)) {
            throw new VirError(Code.XML, "missing storage pool target path");
        }
        Optional<Element> permissions =
                raw.child("target").flatMap(t -> t.child("permissions")).map(Element::copy);
        return new PoolDef(type, name, uuid, whole, path, permissions);
    }

    private static Element source(String type, String name, Element given) throws VirError {
        Element made = new Element("source").open();
        boolean remote = type.equals("netfs") || type.equals("iscsi") || type.equals("gluster");
        if (remote && given.attributeOf("host", "name").isEmpty()) {
            throw new VirError(Code.XML, "missing storage pool source host name");
        }
        boolean onDevice = type.equals("fs") || type.equals("disk") || type.equals("iscsi");
        if (onDevice && given.attributeOf("device", "path").isEmpty()) {
            throw new VirError(Code.XML, "missing storage pool source device path");
        }
        if (type.equals("netfs") && given.attributeOf("dir", "path").isEmpty()) {
            throw new VirError(Code.XML, "missing storage pool source path");
        }
        for (String part : List.of("host", "device", "dir", "adapter")) {
            given.children(part).forEach(p -> made.add(p.copy()));
        }
        if (type.equals("logical")) {
            made.add(Element.text("name", given.textOf("name").orElse(name)));
        } else {
            given.child("name").map(Element::copy).ifPresent(made::add);
        }
        Optional<String> standard = switch (type) {
            case "fs", "netfs" -> Optional.of("auto");
            case "logical" -> Optional.of("lvm2");
            case "disk" -> Optional.of("unknown");
            default -> Optional.empty();
        };
        Optional<String> format = given.attributeOf("format", "type");
        if (format.isPresent() && standard.isPresent() && !FORMATS.contains(format.get())) {
            throw new VirError(Code.UNSUPPORTED, "unknown pool format type " + format.get());
        }
        standard.map(s -> format.orElse(s)).ifPresent(f -> made.add(Element.of("format", "type", f)));
        return made;
    }

    private static String sanitized(String path) {
        String single = path.replaceAll("(?<=.)/{2,}", "/");
        return single.length() > 1 && single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
    }
}
