package org.ringlab.host.files;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.ringlab.host.files.PathLookup.Place;
import org.ringlab.virt.image.Chunk;
import org.ringlab.virt.image.SparseFile;

/**
 * The files as a process sees them: the volumes that are mounted in its mount namespace, and in them the files that are
 * made when it looks, as under {@code /proc}. There are no hard links.
 */
public final class FileSystem {
    /** Characters of a binary file that are read as text. */
    private static final int LONGEST_TEXT = 1 << 20;

    private final Supplier<MountTable> table;
    private final PathLookup paths;

    /** Which files are made for a process when it looks at a volume. */
    public interface Views {
        /** The directories that hold such files, deepest first. */
        List<View> in(Volume volume);
    }

    /**
     * A directory whose content is made at each look.
     *
     * @param directory its path in the volume
     * @param content the files by their paths below it, without a slash in front; one that ends with a slash is a directory
     *     with maybe nothing in it
     * @param open whether stored files may lie beside them
     */
    public record View(String directory, Supplier<Map<String, GeneratedFile>> content, boolean open) {
        /** A directory in which nobody makes files. */
        public View(String directory, Supplier<Map<String, GeneratedFile>> content) {
            this(directory, content, false);
        }

        boolean covers(String path) {
            return directory.equals("/")
                    || path.startsWith(directory)
                            && (path.length() == directory.length() || path.charAt(directory.length()) == '/');
        }
    }

    /**
     * The files of a process.
     *
     * @param table what is mounted in its mount namespace, asked at each look
     * @param views the files that are made for it
     */
    public FileSystem(Supplier<MountTable> table, Views views) {
        this.table = table;
        paths = new PathLookup(table, views);
    }

    /** What is mounted. */
    public MountTable mounts() {
        return table.get();
    }

    /** What {@code mount --bind} takes: the volume at a path and the path in it, as a mount elsewhere. */
    public Mount bind(String path, String target) {
        Place place = paths.place(path);
        return new Mount(
                place.volume(),
                place.path(),
                place.mount().source(),
                target,
                place.mount().options());
    }

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
        return paths.find(path) != null;
    }

    /** Whether a directory is at an absolute path. */
    public boolean isDirectory(String path) {
        return paths.find(path) instanceof Entry.Directory;
    }

    /** Whether a generated file, as under {@code /proc}, is at an absolute path. */
    public boolean isGenerated(String path) {
        return paths.find(path) instanceof Entry.Generated;
    }

    /** The content of the file at an absolute path. */
    public String read(String path) throws FileException {
        return switch (paths.entry(path)) {
            case Entry.Text text -> text.content();
            case Entry.Binary binary -> text(binary.file());
            case Entry.Generated generated -> generated.file().read();
            case Entry.Directory directory -> throw new FileException(FileException.IS_A_DIRECTORY);
            case Entry.Link link -> throw new FileException(FileException.TOO_MANY_LINKS);
        };
    }

    /** Bytes as text, one character each; a terminal would show no more of them anyway. */
    private static String text(SparseFile file) {
        int count = (int) Math.min(file.length(), LONGEST_TEXT);
        return count == 0 ? "" : new String(file.read(0, count).bytes(), StandardCharsets.ISO_8859_1);
    }

    /** The bytes of a text: characters up to 255 stand for one, as programs print them; others are UTF-8. */
    public static byte[] bytes(String text) {
        boolean single = text.chars().allMatch(c -> c < 256);
        return text.getBytes(single ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    /** The bytes of the file at an absolute path; changes to them are kept by {@link #store}. */
    public SparseFile bytesOf(String path) throws FileException {
        return switch (paths.entry(path)) {
            case Entry.Binary binary -> binary.file();
            case Entry.Text text -> SparseFile.of(text.content().getBytes(StandardCharsets.UTF_8));
            case Entry.Generated generated ->
                SparseFile.of(generated.file().read().getBytes(StandardCharsets.UTF_8));
            case Entry.Directory directory -> throw new FileException(FileException.IS_A_DIRECTORY);
            case Entry.Link link -> throw new FileException(FileException.TOO_MANY_LINKS);
        };
    }

    /** Puts bytes at an absolute path, in place of what is there. */
    public void store(String written, SparseFile file) throws FileException {
        if (bytesAreAt(written, file)) {
            return;
        }
        open(written, false);
        Place place = paths.place(paths.followed(written, true));
        place.put(new Entry.Binary(file));
    }

    private boolean bytesAreAt(String path, SparseFile file) {
        return paths.find(path) instanceof Entry.Binary binary && binary.file() == file;
    }

    /** Copies a file's content to another absolute path; holes stay holes. */
    public void copy(String source, String target) throws FileException {
        if (paths.entry(source) instanceof Entry.Binary binary) {
            store(target, binary.file().copy());
        } else {
            write(target, read(source));
        }
    }

    /**
     * Checks that the file at an absolute path could be written, and empties it or makes it, as {@code open} does.
     *
     * @param append whether what is there stays
     */
    public void open(String written, boolean append) throws FileException {
        String path = paths.followed(written, true);
        Place place = paths.place(path);
        switch (paths.at(path)) {
            case Entry.Link link -> throw new FileException(FileException.TOO_MANY_LINKS);
            case Entry.Directory directory -> throw new FileException(FileException.IS_A_DIRECTORY);
            case Entry.Generated generated -> {}
            case Entry.Binary binary -> {
                PathLookup.requireWritable(place);
                if (!append) {
                    place.put(new Entry.Text(""));
                }
            }
            case Entry.Text text -> {
                PathLookup.requireWritable(place);
                if (!append) {
                    place.put(new Entry.Text(""));
                }
            }
            case null -> {
                paths.requireParent(path);
                if (paths.isMadeWhenLookedAt(place)) {
                    throw new FileException(FileException.NO_SUCH_FILE);
                }
                PathLookup.requireWritable(place);
                place.put(new Entry.Text(""));
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
        String path = paths.followed(written, true);
        open(path, true);
        Place place = paths.place(path);
        switch (paths.entry(path)) {
            case Entry.Link link -> throw new FileException(FileException.TOO_MANY_LINKS);
            case Entry.Generated generated -> generated.file().write(content);
            case Entry.Binary binary -> {
                if (!content.isEmpty()) {
                    binary.file().write(binary.file().length(), Chunk.of(bytes(content)));
                }
            }
            case Entry.Text text -> {
                if (!place.volume().hasRoom(content.length())) {
                    throw new FileException(FileException.NO_SPACE);
                }
                place.put(new Entry.Text(text.content() + content));
            }
            case Entry.Directory directory -> throw new FileException(FileException.IS_A_DIRECTORY);
        }
    }

    /** Makes a directory; its parent must be there. */
    public void makeDirectory(String written) throws FileException {
        String path = paths.followed(written, false);
        if (paths.at(path) != null) {
            throw new FileException(FileException.FILE_EXISTS);
        }
        paths.requireParent(path);
        Place place = paths.place(path);
        if (paths.isMadeWhenLookedAt(place)) {
            throw new FileException(
                    place.volume().type().equals("proc")
                            ? FileException.NO_SUCH_FILE
                            : FileException.PERMISSION_DENIED);
        }
        PathLookup.requireWritable(place);
        place.put(new Entry.Directory());
    }

    /** Makes a directory and those above it. */
    public void makeDirectories(String path) throws FileException {
        if (isDirectory(path)) {
            return;
        }
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
        String path = paths.followed(written, false);
        if (paths.at(path) != null) {
            throw new FileException(FileException.FILE_EXISTS);
        }
        paths.requireParent(path);
        Place place = paths.place(path);
        if (paths.isMadeWhenLookedAt(place)) {
            throw new FileException(FileException.PERMISSION_DENIED);
        }
        PathLookup.requireWritable(place);
        place.put(new Entry.Link(target));
    }

    /** What the symbolic link stored at an absolute path stands for, as written; empty where there is none. */
    public Optional<String> linkTarget(String path) {
        return paths.at(paths.followed(path, false)) instanceof Entry.Link link
                ? Optional.of(link.target())
                : Optional.empty();
    }

    /** Whether somebody made the file at an absolute path executable. */
    public boolean isExecutable(String path) {
        Place place = paths.place(paths.followed(path, true));
        return place.volume().executables().contains(place.path());
    }

    /** Makes the file at an absolute path executable, or takes that away ({@code chmod}). */
    public void setExecutable(String written, boolean executable) throws FileException {
        String path = paths.followed(written, true);
        paths.entry(path);
        Place place = paths.place(path);
        PathLookup.requireWritable(place);
        if (executable) {
            place.volume().executables().add(place.path());
        } else {
            place.volume().executables().remove(place.path());
        }
    }

    /** The permissions of what is at an absolute path, nine bits. */
    public int mode(String written) {
        Place place = paths.place(paths.followed(written, true));
        Integer chosen = place.volume().modes().get(place.path());
        boolean runs = place.volume().executables().contains(place.path());
        return chosen != null ? chosen : isDirectory(written) || runs ? 0755 : 0644;
    }

    /** Sets {@link #mode}. */
    public void setMode(String written, int mode) throws FileException {
        setExecutable(written, (mode & 0100) != 0);
        Place place = paths.place(paths.followed(written, true));
        place.volume().modes().put(place.path(), mode);
    }

    /** The number of the user and group that what is at an absolute path belongs to; 0 is root. */
    public int owner(String written) {
        Place place = paths.place(paths.followed(written, true));
        return place.volume().owners().getOrDefault(place.path(), 0);
    }

    /** Sets {@link #owner}. */
    public void setOwner(String written, int user) {
        Place place = paths.place(paths.followed(written, true));
        if (user == 0) {
            place.volume().owners().remove(place.path());
        } else {
            place.volume().owners().put(place.path(), user);
        }
    }

    /** Removes a file, a link, or an empty directory. */
    public void remove(String written) throws FileException {
        String path = paths.followed(written, false);
        Entry entry = paths.entry(path, path);
        Place place = paths.place(path);
        if (table.get().at(path).isPresent()) {
            throw new FileException(FileException.BUSY);
        }
        if (entry instanceof Entry.Directory && !list(path).isEmpty()) {
            throw new FileException(FileException.NOT_EMPTY);
        }
        if (entry instanceof Entry.Generated || path.equals("/")) {
            throw new FileException(FileException.PERMISSION_DENIED);
        }
        PathLookup.requireWritable(place);
        place.volume().remove(place.path());
    }

    /** The names in a directory, sorted. */
    public List<String> list(String written) throws FileException {
        String path = paths.followed(written, true);
        if (!(paths.entry(path) instanceof Entry.Directory)) {
            throw new FileException(FileException.NOT_A_DIRECTORY);
        }
        return paths.names(path);
    }

    /** Size in bytes as {@code ls -l} shows it: generated files have 0. */
    public long size(String path) throws FileException {
        return switch (paths.entry(path)) {
            case Entry.Text text -> text.content().getBytes(StandardCharsets.UTF_8).length;
            case Entry.Binary binary -> binary.file().length();
            case Entry.Generated generated -> 0;
            case Entry.Directory directory -> 0;
            case Entry.Link link -> 0;
        };
    }

    /** What is made when a path is looked at, links included; empty for stored files and directories. */
    public Optional<GeneratedFile> generated(String path) {
        return paths.generated(path);
    }

    /** What the link at a path says; empty where there is none. */
    public Optional<String> link(String path) {
        return generated(path).flatMap(GeneratedFile::link).or(() -> linkTarget(path));
    }

    /** Puts a generated file at an absolute path and makes the directories above it. */
    public void generate(String path, GeneratedFile file) {
        put(path, new Entry.Generated(file));
    }

    /** Makes a directory and those above it: for a host's first files. */
    public void install(String directory) {
        put(directory, new Entry.Directory());
    }

    /** Puts a text at an absolute path and makes the directories above it: for a host's first files. */
    public void install(String path, String content) {
        put(path, new Entry.Text(content));
    }

    /** Puts a symbolic link at an absolute path and makes the directories above it: for a host's first files. */
    public void installLink(String path, String target) {
        put(path, new Entry.Link(target));
    }

    private void put(String path, Entry entry) {
        int slash = path.lastIndexOf('/');
        if (slash > 0) {
            String above = path.substring(0, slash);
            Place place = paths.place(above);
            if (!place.volume().entries().containsKey(place.path())) {
                put(above, new Entry.Directory());
            }
        }
        Place place = paths.place(path);
        place.put(entry);
    }

    /** Takes away the generated files in a directory. */
    public void ungenerate(String directory) {
        Place place = paths.place(directory);
        String prefix = place.path() + "/";
        place.volume()
                .entries()
                .tailMap(prefix, false)
                .entrySet()
                .removeIf(e -> e.getKey().startsWith(prefix) && e.getValue() instanceof Entry.Generated);
    }

    /** Everything that was stored on the disk, by path, for comparing two hosts; generated files are left out. */
    public Map<String, String> contents() {
        Map<String, String> contents = new TreeMap<>();
        table.get().all().getFirst().volume().entries().forEach((path, entry) -> {
            if (entry instanceof Entry.Text text) {
                contents.put(path, text.content());
            }
        });
        return contents;
    }
}
