package org.ringlab.virt.domain;

import org.ringlab.virt.xml.Element;

/** Which file a disk of a document is. */
public final class DiskAccessNames {
    private DiskAccessNames() {}

    /** Lets a disk be another file of another format. */
    public static void point(DomainDef.Disk disk, String path, String format) {
        Element element = disk.element();
        element.child("driver").ifPresent(d -> d.set("type", format));
        element.child("source").ifPresent(s -> s.set(disk.type().equals("block") ? "dev" : "file", path));
    }
}
