package org.ringlab.host.files;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What can be mounted: a disk, a tmpfs, {@code /proc}, or a single file as a namespace is. Paths in it begin at its own {@code /}. */
public final class Volume {
    /** Bytes a disk may store, so that no loop fills the memory. */
    public static final long DISK_CAPACITY = 4L << 20;

    private static final long TMPFS_CAPACITY = 1L << 20;

    private final String type;
    private final long capacity;
    private final TreeMap<String, Entry> entries;
    /** Those of {@link #entries} that are links: each step of each path asks for them, and there are few. */
    private final Map<String, Entry.Link> links;

    private final Set<String> executables = new TreeSet<>();
    private final TreeMap<String, Integer> modes = new TreeMap<>();
    private final TreeMap<String, Integer> owners = new TreeMap<>();

    private Volume(String type, long capacity, Entry root) {
        this(type, capacity, new TreeMap<>(), new HashMap<>());
        entries.put("/", root);
    }

    private Volume(String type, long capacity, TreeMap<String, Entry> entries, Map<String, Entry.Link> links) {
        this.type = type;
        this.capacity = capacity;
        this.entries = entries;
        this.links = links;
    }

    /** An empty disk of a type such as {@code ext4}. */
    public static Volume disk(String type) {
        return new Volume(type, DISK_CAPACITY, new Entry.Directory());
    }

    /** A disk that begins as an image says. */
    public static Volume disk(String type, DiskImage image) {
        return new Volume(type, DISK_CAPACITY, new TreeMap<>(image.entries()), new HashMap<>(image.links()));
    }

    /** A tmpfs just made. */
    public static Volume tmpfs() {
        return new Volume("tmpfs", TMPFS_CAPACITY, new Entry.Directory());
    }

    /** A {@code /proc}: nobody makes files in it. */
    public static Volume proc() {
        return new Volume("proc", 0, new Entry.Directory());
    }

    /** Another {@code /proc} of the same host, for other processes. */
    public Volume another() {
        return new Volume(type, capacity, entries, links);
    }

    /** A volume that is a single file: what keeps a namespace alive ({@code nsfs}). */
    public static Volume file(String type, GeneratedFile file) {
        return new Volume(type, 0, new Entry.Generated(file));
    }

    /** {@code ext4}, {@code tmpfs}, {@code proc}, {@code nsfs} … */
    public String type() {
        return type;
    }

    /** The file that this volume is, where it is a single one. */
    public Optional<GeneratedFile> heldFile() {
        return entries.get("/") instanceof Entry.Generated generated ? Optional.of(generated.file()) : Optional.empty();
    }

    /** Puts a file onto it while nobody has mounted it yet; the path is absolute. */
    public void put(String path, String content) {
        makeDirectories(path.substring(0, path.lastIndexOf('/')));
        put(path, new Entry.Text(content));
    }

    /** The same with a file that is made when it is looked at. */
    public void put(String path, GeneratedFile file) {
        makeDirectories(path.substring(0, path.lastIndexOf('/')));
        put(path, new Entry.Generated(file));
    }

    /** Makes a directory and those above it while nobody has mounted it yet; the path is absolute, or empty. */
    public void makeDirectories(String path) {
        if (!path.isEmpty() && entries.putIfAbsent(path, new Entry.Directory()) == null) {
            makeDirectories(path.substring(0, path.lastIndexOf('/')));
        }
    }

    /** Puts something at a path of its own, in place of what is there. */
    void put(String path, Entry entry) {
        if (entries.put(path, entry) instanceof Entry.Link) {
            links.remove(path);
        }
        if (entry instanceof Entry.Link link) {
            links.put(path, link);
        }
    }

    /** Takes away what is at a path, and what was set about it. */
    void remove(String path) {
        entries.remove(path);
        links.remove(path);
        executables.remove(path);
        modes.remove(path);
        owners.remove(path);
    }

    /** What is where, by path; changed by {@link #put} and {@link #remove}, but for generated files. */
    TreeMap<String, Entry> entries() {
        return entries;
    }

    /** The link at a path; null where there is none. */
    Entry.@Nullable Link link(String path) {
        return links.get(path);
    }

    /** The files in it that somebody made executable. */
    Set<String> executables() {
        return executables;
    }

    /** Permissions that somebody chose, by path. */
    TreeMap<String, Integer> modes() {
        return modes;
    }

    /** Files that belong to others than root, by path: the number of user and group. */
    TreeMap<String, Integer> owners() {
        return owners;
    }

    /** Whether so many more characters fit. */
    boolean hasRoom(int more) {
        long used = more;
        for (Entry entry : entries.values()) {
            used += entry instanceof Entry.Text text ? text.content().length() : 0;
        }
        return used <= capacity;
    }
}
