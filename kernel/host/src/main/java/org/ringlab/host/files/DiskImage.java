package org.ringlab.host.files;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files that many disks begin with, as an installer's image has them; it never changes. */
public final class DiskImage {
    private final SortedMap<String, Entry> entries;
    private final Map<String, Entry.Link> links = new HashMap<>();

    /**
     * An image; all paths are absolute, and the directories above each are made.
     *
     * @param directories directories that may be empty
     * @param texts contents by path
     * @param links what symbolic links stand for, by path
     */
    public DiskImage(List<String> directories, Map<String, String> texts, Map<String, String> links) {
        SortedMap<String, Entry> all = new TreeMap<>();
        all.put("/", new Entry.Directory());
        directories.forEach(path -> put(all, path, new Entry.Directory()));
        texts.forEach((path, content) -> put(all, path, new Entry.Text(content)));
        links.forEach((path, target) -> {
            Entry.Link link = new Entry.Link(target);
            put(all, path, link);
            this.links.put(path, link);
        });
        entries = Collections.unmodifiableSortedMap(all);
    }

    private static void put(SortedMap<String, Entry> all, String path, Entry entry) {
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            all.putIfAbsent(path.substring(0, slash), new Entry.Directory());
        }
        all.put(path, entry);
    }

    /** What is where, by path: a copy is made quickly, for it is sorted. */
    SortedMap<String, Entry> entries() {
        return entries;
    }

    /** Those of them that are links. */
    Map<String, Entry.Link> links() {
        return links;
    }
}
