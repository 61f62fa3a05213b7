package org.ringlab.host.files;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The files of one host: a flat map from absolute paths to entries. There is one user, root, and no hard links. */
public final class FileSystem {
    /** Bytes a host may store, so that no loop fills the memory. */
    private static final long CAPACITY = 4L << 20;

    /** Links followed one after another at most ({@code MAXSYMLINKS}). */
    private static final int MAX_LINKS = 40;

    private final TreeMap<String, Entry> entries;
    private final Set<String> executables;
    private final Map<String, Supplier<Map<String, GeneratedFile>>> mounts = new TreeMap<>();

    /** An empty file system: just {@code /}. */
    public FileSystem() {
        this(new TreeMap<>(), new TreeSet<>());
        entries.put("/", new Directory());
    }

    private FileSystem(TreeMap<String, Entry> entries, Set<String> executables) {
        this.entries = entries;
        this.executables = executables;
    }

    /** The same files seen from another namespace: all shared but what is mounted. */
    public FileSystem sharing() {
        return new FileSystem(entries, executables);
    }

    /**
     * Shows generated files in a directory; what is there is asked anew at each look.
     *
     * @param directory an absolute path; directories above it are made
     * @param content the files by their paths below it, without a slash in front
     */
    public void mount(String directory, Supplier<Map<String, GeneratedFile>> content) {
        for (int slash = directory.indexOf('/', 1); slash > 0; slash = directory.indexOf('/', slash + 1)) {
            entries.putIfAbsent(directory.substring(0, slash), new Directory());
        }
        entries.putIfAbsent(directory, new Directory());
        mounts.put(directory, content);
    }

    /** What is at a path. */
    private sealed interface Entry {}

    private record Directory() implements Entry {}

    private record Text(String content) implements Entry {}

    private record Generated(GeneratedFile file) implements Entry {}

    private record Link(String target) implements Entry {}

    /** {@code path} as an absolute one without {@code .}, {@code ..} and doubled slashes. */
    public static String resolve(String directory, String path) {
        Deque<String> names = new ArrayDeque<>();
        String whole = path.startsWith("/") ? path : directory + "/" + path;
        for (String name : whole.split("/")) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return "/" + String.join("/", names);
    }

    /** Whether something is at an absolute path. */
    public boolean exists(String path) {
        return find(path) != null;
    }

    /** Whether a directory is at an absolute path. */
    public boolean isDirectory(String path) {
        return find(path) instanceof Directory;
    }

    /** Whether a generated file, as under {@code /proc}, is at an absolute path. */
    public boolean isGenerated(String path) {
        return find(path) instanceof Generated;
    }

    /** The content of the file at an absolute path. */
    public String read(String path) throws FileException {
        return switch (entry(path)) {
            case Text text -> text.content;
            case Generated generated -> generated.file.read();
            case Directory directory -> throw new FileException(FileException.IS_A_DIRECTORY);
            case Link link -> throw new FileException(FileException.TOO_MANY_LINKS);
        };
    }

    /**
     * Checks that the file at an absolute path could be written, and empties it or makes it, as {@code open} does.
     *
     * @param append whether what is there stays
     */
    public void open(String written, boolean append) throws FileException {
        String path = followed(written, true);
        switch (at(path)) {
            case Link link -> throw new FileException(FileException.TOO_MANY_LINKS);
            case Directory directory -> throw new FileException(FileException.IS_A_DIRECTORY);
            case Generated generated -> {}
            case Text text -> {
                if (!append) {
                    entries.put(path, new Text(""));
                }
            }
            case null -> {
                requireParent(path);
                if (path.startsWith("/proc/")) {
                    throw new FileException(FileException.NO_SUCH_FILE);
                }
                entries.put(path, new Text(""));
            }
        }
    }

    /** Replaces the content of the file at an absolute path, or makes it. */
    public void write(String path, String content) throws FileException {
        open(path, false);
        append(path, content);
    }

    /** Adds to the file at an absolute path, or makes it. */
    public void append(String written, String content) throws FileException {
        String path = followed(written, true);
        open(path, true);
        switch (entry(path)) {
            case Link link -> throw new FileException(FileException.TOO_MANY_LINKS);
            case Generated generated -> generated.file.write(content);
            case Text text -> {
                if (used() + content.length() > CAPACITY) {
                    throw new FileException(FileException.NO_SPACE);
                }
                entries.put(path, new Text(text.content + content));
            }
            case Directory directory -> throw new FileException(FileException.IS_A_DIRECTORY);
        }
    }

    /** Makes a directory; its parent must be there. */
    public void makeDirectory(String written) throws FileException {
        String path = followed(written, false);
        if (at(path) != null) {
            throw new FileException(FileException.FILE_EXISTS);
        }
        requireParent(path);
        if (below(path).isPresent()) {
            throw new FileException(FileException.PERMISSION_DENIED);
        }
        entries.put(path, new Directory());
    }

    /** Makes a directory and those above it. */
    public void makeDirectories(String path) throws FileException {
        int slash = 0;
        while (slash >= 0) {
            slash = path.indexOf('/', slash + 1);
            String part = slash < 0 ? path : path.substring(0, slash);
            if (!isDirectory(part)) {
                makeDirectory(part);
            }
        }
    }

    /**
     * Makes a symbolic link at an absolute path.
     *
     * @param target what it stands for, as written: absolute, or from the link's directory
     */
    public void link(String written, String target) throws FileException {
        String path = followed(written, false);
        if (at(path) != null) {
            throw new FileException(FileException.FILE_EXISTS);
        }
        requireParent(path);
        entries.put(path, new Link(target));
    }

    /** What the symbolic link at an absolute path stands for, as written; empty where there is none. */
    public Optional<String> linkTarget(String path) {
        return at(followed(path, false)) instanceof Link link ? Optional.of(link.target) : Optional.empty();
    }

    /** Whether somebody made the file at an absolute path executable. */
    public boolean isExecutable(String path) {
        return executables.contains(followed(path, true));
    }

    /** Makes the file at an absolute path executable, or takes that away ({@code chmod}). */
    public void setExecutable(String written, boolean executable) throws FileException {
        String path = followed(written, true);
        entry(path);
        if (executable) {
            executables.add(path);
        } else {
            executables.remove(path);
        }
    }

    /** Removes a file, a link, or an empty directory. */
    public void remove(String written) throws FileException {
        String path = followed(written, false);
        Entry entry = entry(path, path);
        if (entry instanceof Directory && !list(path).isEmpty()) {
            throw new FileException(FileException.NOT_EMPTY);
        }
        if (entry instanceof Generated || path.equals("/")) {
            throw new FileException(FileException.PERMISSION_DENIED);
        }
        entries.remove(path);
        executables.remove(path);
    }

    /** The names in a directory, sorted. */
    public List<String> list(String written) throws FileException {
        String path = followed(written, true);
        if (!(entry(path) instanceof Directory)) {
            throw new FileException(FileException.NOT_A_DIRECTORY);
        }
        String prefix = path.equals("/") ? "/" : path + "/";
        Optional<TreeMap<String, Entry>> mounted = mounted(path);
        List<String> names = new ArrayList<>();
        for (String below : mounted.orElse(entries).tailMap(prefix, false).keySet()) {
            if (!below.startsWith(prefix)) {
                break;
            }
            if (below.indexOf('/', prefix.length()) < 0) {
                names.add(below.substring(prefix.length()));
            }
        }
        return names;
    }

    /** Size in bytes as {@code ls -l} shows it: generated files have 0. */
    public int size(String path) throws FileException {
        return entry(path) instanceof Text text ? text.content.getBytes(StandardCharsets.UTF_8).length : 0;
    }

    /** Puts a generated file at an absolute path and makes the directories above it. */
    public void generate(String path, GeneratedFile file) {
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            entries.putIfAbsent(path.substring(0, slash), new Directory());
        }
        entries.put(path, new Generated(file));
    }

    /** Takes away the generated files in a directory. */
    public void ungenerate(String directory) {
        entries.tailMap(directory + "/", false)
                .entrySet()
                .removeIf(e -> e.getKey().startsWith(directory + "/") && e.getValue() instanceof Generated);
    }

    /** Puts a text at an absolute path and makes the directories above it: for a host's first files. */
    public void install(String path, String content) {
        generate(path, GeneratedFile.readOnly(() -> ""));
        entries.put(path, new Text(content));
    }

    /** Everything that was stored, by path, for comparing two hosts; generated files are left out. */
    public Map<String, String> contents() {
        Map<String, String> contents = new TreeMap<>();
        for (Map.Entry<String, Entry> e : entries.entrySet()) {
            if (e.getValue() instanceof Text text) {
                contents.put(e.getKey(), text.content);
            }
        }
        return contents;
    }

    /** Whether something, or a link to something, is at an absolute path. */
    private @Nullable Entry find(String path) {
        return at(followed(path, true));
    }

    /** A path without the links on it; the last name is followed too where {@code last}. */
    private String followed(String written, boolean last) {
        String path = written;
        for (int n = 0; n < MAX_LINKS; n++) {
            Optional<String> next = step(path, last);
            if (next.isEmpty()) {
                return path;
            }
            path = next.get();
        }
        return path;
    }

    /** The path with its first link replaced by what it stands for; empty where there is none. */
    private Optional<String> step(String path, boolean last) {
        for (int slash = path.indexOf('/', 1); ; slash = path.indexOf('/', slash + 1)) {
            boolean whole = slash < 0;
            String part = whole ? path : path.substring(0, slash);
            if ((!whole || last) && entries.get(part) instanceof Link link) {
                String directory = part.substring(0, Math.max(1, part.lastIndexOf('/')));
                return Optional.of(resolve("/", resolve(directory, link.target) + path.substring(part.length())));
            }
            if (whole) {
                return Optional.empty();
            }
        }
    }

    private @Nullable Entry at(String path) {
        Optional<TreeMap<String, Entry>> mounted = mounted(path);
        return mounted.isPresent() ? mounted.get().get(path) : entries.get(path);
    }

    /** The directory where something is mounted that {@code path} lies below. */
    private Optional<String> below(String path) {
        return mounts.keySet().stream()
                .filter(m -> path.equals(m) || path.startsWith(m + "/"))
                .findFirst();
    }

    /** What is mounted where {@code path} lies, by absolute paths; empty where nothing is. */
    private Optional<TreeMap<String, Entry>> mounted(String path) {
        return below(path).map(directory -> {
            TreeMap<String, Entry> here = new TreeMap<>();
            here.put(directory, new Directory());
            for (Map.Entry<String, GeneratedFile> file :
                    Objects.requireNonNull(mounts.get(directory)).get().entrySet()) {
                String whole = directory + "/" + file.getKey();
                for (int slash = whole.indexOf('/', directory.length() + 1);
                        slash > 0;
                        slash = whole.indexOf('/', slash + 1)) {
                    here.put(whole.substring(0, slash), new Directory());
                }
                here.put(whole, new Generated(file.getValue()));
            }
            return here;
        });
    }

    private Entry entry(String path) throws FileException {
        return entry(path, followed(path, true));
    }

    private Entry entry(String path, String followed) throws FileException {
        @Nullable Entry entry = at(followed);
        if (entry == null) {
            requireParent(path);
            throw new FileException(FileException.NO_SUCH_FILE);
        }
        return entry;
    }

    /** Every directory above {@code path} must be there and be one. */
    private void requireParent(String path) throws FileException {
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            Entry above = find(path.substring(0, slash));
            if (above == null) {
                throw new FileException(FileException.NO_SUCH_FILE);
            }
            if (!(above instanceof Directory)) {
                throw new FileException(FileException.NOT_A_DIRECTORY);
            }
        }
    }

    private long used() {
        long used = 0;
        for (Entry entry : entries.values()) {
            used += entry instanceof Text text ? text.content.length() : 0;
        }
        return used;
    }
}
