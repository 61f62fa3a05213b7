package org.ringlab.host.files;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ringlab.virt.image.Chunk;
import org.ringlab.virt.image.SparseFile;

/**
 * The files as a process sees them: the volumes that are mounted in its mount namespace, and in them the files that are
 * made when it looks, as under {@code /proc}. There are no hard links.
 */
public final class FileSystem {
    /** Links followed one after another at most ({@code MAXSYMLINKS}). */
    private static final int MAX_LINKS = 40;

    /** Characters of a binary file that are read as text. */
    private static final int LONGEST_TEXT = 1 << 20;

    private final Supplier<MountTable> table;
    private final Views views;

    /** Which files are made for a process when it looks at a volume. */
    public interface Views {
        /** The directories that hold such files, deepest first. */
        List<View> in(Volume volume);
    }

    /**
     * A directory whose content is made at each look.
     *
     * @param directory its path in the volume
     * @param content the files by their paths below it, without a slash in front
     * @param open whether stored files may lie beside them
     */
    public record View(String directory, Supplier<Map<String, GeneratedFile>> content, boolean open) {
        /** A directory in which nobody makes files. */
        public View(String directory, Supplier<Map<String, GeneratedFile>> content) {
            this(directory, content, false);
        }

        private boolean covers(String path) {
            return directory.equals("/")
                    || path.startsWith(directory)
                            && (path.length() == directory.length() || path.charAt(directory.length()) == '/');
        }
    }

    /** Where a path leads: a volume and the path in it. */
    private record Place(Mount mount, Volume volume, String path) {}

    /**
     * The files of a process.
     *
     * @param table what is mounted in its mount namespace, asked at each look
     * @param views the files that are made for it
     */
    public FileSystem(Supplier<MountTable> table, Views views) {
        this.table = table;
        this.views = views;
    }

    /** What is mounted. */
    public MountTable mounts() {
        return table.get();
    }

    private Place place(String path) {
        Mount mount = table.get().covering(path);
        return new Place(mount, mount.volume(), mount.inside(path));
    }

    /** What {@code mount --bind} takes: the volume at a path and the path in it, as a mount elsewhere. */
    public Mount bind(String path, String target) {
        Place place = place(path);
        return new Mount(place.volume, place.path, place.mount.source(), target, place.mount.options());
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
        return find(path) != null;
    }

    /** Whether a directory is at an absolute path. */
    public boolean isDirectory(String path) {
        return find(path) instanceof Entry.Directory;
    }

    /** Whether a generated file, as under {@code /proc}, is at an absolute path. */
    public boolean isGenerated(String path) {
        return find(path) instanceof Entry.Generated;
    }

    /** The content of the file at an absolute path. */
    public String read(String path) throws FileException {
        return switch (entry(path)) {
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
        return switch (entry(path)) {
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
        Place place = place(followed(written, true));
        place.volume.entries().put(place.path, new Entry.Binary(file));
    }

    private boolean bytesAreAt(String path, SparseFile file) {
        return find(path) instanceof Entry.Binary binary && binary.file() == file;
    }

    /** Copies a file's content to another absolute path; holes stay holes. */
    public void copy(String source, String target) throws FileException {
        if (entry(source) instanceof Entry.Binary binary) {
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
        String path = followed(written, true);
        Place place = place(path);
        switch (at(path)) {
            case Entry.Link link -> throw new FileException(FileException.TOO_MANY_LINKS);
            case Entry.Directory directory -> throw new FileException(FileException.IS_A_DIRECTORY);
            case Entry.Generated generated -> {}
            case Entry.Binary binary -> {
                requireWritable(place);
                if (!append) {
                    place.volume.entries().put(place.path, new Entry.Text(""));
                }
            }
            case Entry.Text text -> {
                requireWritable(place);
                if (!append) {
                    place.volume.entries().put(place.path, new Entry.Text(""));
                }
            }
            case null -> {
                requireParent(path);
                if (isMadeWhenLookedAt(place)) {
                    throw new FileException(FileException.NO_SUCH_FILE);
                }
                requireWritable(place);
                place.volume.entries().put(place.path, new Entry.Text(""));
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
        Place place = place(path);
        switch (entry(path)) {
            case Entry.Link link -> throw new FileException(FileException.TOO_MANY_LINKS);
            case Entry.Generated generated -> generated.file().write(content);
            case Entry.Binary binary -> {
                if (!content.isEmpty()) {
                    binary.file().write(binary.file().length(), Chunk.of(bytes(content)));
                }
            }
            case Entry.Text text -> {
                if (!place.volume.hasRoom(content.length())) {
                    throw new FileException(FileException.NO_SPACE);
                }
                place.volume.entries().put(place.path, new Entry.Text(text.content() + content));
            }
            case Entry.Directory directory -> throw new FileException(FileException.IS_A_DIRECTORY);
        }
    }

    /** Makes a directory; its parent must be there. */
    public void makeDirectory(String written) throws FileException {
        String path = followed(written, false);
        if (at(path) != null) {
            throw new FileException(FileException.FILE_EXISTS);
        }
        requireParent(path);
        Place place = place(path);
        if (isMadeWhenLookedAt(place)) {
            throw new FileException(
                    place.volume.type().equals("proc") ? FileException.NO_SUCH_FILE : FileException.PERMISSION_DENIED);
        }
        requireWritable(place);
        place.volume.entries().put(place.path, new Entry.Directory());
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
        String path = followed(written, false);
        if (at(path) != null) {
            throw new FileException(FileException.FILE_EXISTS);
        }
        requireParent(path);
        Place place = place(path);
        if (isMadeWhenLookedAt(place)) {
            throw new FileException(FileException.PERMISSION_DENIED);
        }
        requireWritable(place);
        place.volume.entries().put(place.path, new Entry.Link(target));
    }

    /** What the symbolic link stored at an absolute path stands for, as written; empty where there is none. */
    public Optional<String> linkTarget(String path) {
        return at(followed(path, false)) instanceof Entry.Link link ? Optional.of(link.target()) : Optional.empty();
    }

    /** Whether somebody made the file at an absolute path executable. */
    public boolean isExecutable(String path) {
        Place place = place(followed(path, true));
        return place.volume.executables().contains(place.path);
    }

    /** Makes the file at an absolute path executable, or takes that away ({@code chmod}). */
    public void setExecutable(String written, boolean executable) throws FileException {
        String path = followed(written, true);
        entry(path);
        Place place = place(path);
        requireWritable(place);
        if (executable) {
            place.volume.executables().add(place.path);
        } else {
            place.volume.executables().remove(place.path);
        }
    }

    /** The permissions of what is at an absolute path, nine bits. */
    public int mode(String written) {
        Place place = place(followed(written, true));
        Integer chosen = place.volume.modes().get(place.path);
        boolean runs = place.volume.executables().contains(place.path);
        return chosen != null ? chosen : isDirectory(written) || runs ? 0755 : 0644;
    }

    /** Sets {@link #mode}. */
    public void setMode(String written, int mode) throws FileException {
        setExecutable(written, (mode & 0100) != 0);
        Place place = place(followed(written, true));
        place.volume.modes().put(place.path, mode);
    }

    /** The number of the user and group that what is at an absolute path belongs to; 0 is root. */
    public int owner(String written) {
        Place place = place(followed(written, true));
        return place.volume.owners().getOrDefault(place.path, 0);
    }

    /** Sets {@link #owner}. */
    public void setOwner(String written, int user) {
        Place place = place(followed(written, true));
        if (user == 0) {
            place.volume.owners().remove(place.path);
        } else {
            place.volume.owners().put(place.path, user);
        }
    }

    /** Removes a file, a link, or an empty directory. */
    public void remove(String written) throws FileException {
        String path = followed(written, false);
        Entry entry = entry(path, path);
        Place place = place(path);
        if (table.get().at(path).isPresent()) {
            throw new FileException(FileException.BUSY);
        }
        if (entry instanceof Entry.Directory && !list(path).isEmpty()) {
            throw new FileException(FileException.NOT_EMPTY);
        }
        if (entry instanceof Entry.Generated || path.equals("/")) {
            throw new FileException(FileException.PERMISSION_DENIED);
        }
        requireWritable(place);
        place.volume.entries().remove(place.path);
        place.volume.executables().remove(place.path);
        place.volume.modes().remove(place.path);
        place.volume.owners().remove(place.path);
    }

    /** The names in a directory, sorted. */
    public List<String> list(String written) throws FileException {
        String path = followed(written, true);
        if (!(entry(path) instanceof Entry.Directory)) {
            throw new FileException(FileException.NOT_A_DIRECTORY);
        }
        Place place = place(path);
        TreeSet<String> names = new TreeSet<>();
        addNames(place.volume.entries(), place.path, names);
        for (View view : views.in(place.volume)) {
            if (view.covers(place.path)) {
                addNames(made(view), place.path, names);
            }
        }
        return List.copyOf(names);
    }

    private static void addNames(TreeMap<String, Entry> entries, String directory, TreeSet<String> names) {
        String prefix = directory.equals("/") ? "/" : directory + "/";
        for (String below : entries.tailMap(prefix, false).keySet()) {
            if (!below.startsWith(prefix)) {
                break;
            }
            if (below.indexOf('/', prefix.length()) < 0) {
                names.add(below.substring(prefix.length()));
            }
        }
    }

    /** Size in bytes as {@code ls -l} shows it: generated files have 0. */
    public long size(String path) throws FileException {
        return switch (entry(path)) {
            case Entry.Text text -> text.content().getBytes(StandardCharsets.UTF_8).length;
            case Entry.Binary binary -> binary.file().length();
            case Entry.Generated generated -> 0;
            case Entry.Directory directory -> 0;
            case Entry.Link link -> 0;
        };
    }

    /** What is made when a path is looked at, links included; empty for stored files and directories. */
    public Optional<GeneratedFile> generated(String path) {
        Place place = place(path);
        for (View view : views.in(place.volume)) {
            if (view.covers(place.path) && !place.path.equals(view.directory)) {
                int start = view.directory.equals("/") ? 1 : view.directory.length() + 1;
                GeneratedFile file = view.content.get().get(place.path.substring(start));
                if (file != null) {
                    return Optional.of(file);
                }
            }
        }
        return place.volume.entries().get(place.path) instanceof Entry.Generated generated
                ? Optional.of(generated.file())
                : Optional.empty();
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

    private void put(String path, Entry entry) {
        int slash = path.lastIndexOf('/');
        if (slash > 0) {
            String above = path.substring(0, slash);
            Place place = place(above);
            if (!place.volume.entries().containsKey(place.path)) {
                put(above, new Entry.Directory());
            }
        }
        Place place = place(path);
        place.volume.entries().put(place.path, entry);
    }

    /** Takes away the generated files in a directory. */
    public void ungenerate(String directory) {
        Place place = place(directory);
        String prefix = place.path + "/";
        place.volume
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

    /** What is at an absolute path, links followed. */
    private @Nullable Entry find(String path) {
        return at(followed(path, true));
    }

    /** A path without the stored links on it; the last name is followed too where {@code last}. */
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
            Place place = place(part);
            if ((!whole || last) && place.volume.entries().get(place.path) instanceof Entry.Link link) {
                String directory = part.substring(0, Math.max(1, part.lastIndexOf('/')));
                return Optional.of(resolve("/", resolve(directory, link.target()) + path.substring(part.length())));
            }
            if (whole) {
                return Optional.empty();
            }
        }
    }

    private @Nullable Entry at(String path) {
        Place place = place(path);
        for (View view : views.in(place.volume)) {
            Entry made = view.covers(place.path) ? made(view).get(place.path) : null;
            if (made != null) {
                return made;
            }
        }
        return place.volume.entries().get(place.path);
    }

    /** What a view shows, by paths of its volume. */
    private static TreeMap<String, Entry> made(View view) {
        TreeMap<String, Entry> here = new TreeMap<>();
        here.put(view.directory, new Entry.Directory());
        String prefix = view.directory.equals("/") ? "/" : view.directory + "/";
        for (Map.Entry<String, GeneratedFile> file : view.content.get().entrySet()) {
            String whole = prefix + file.getKey();
            for (int slash = whole.indexOf('/', prefix.length()); slash > 0; slash = whole.indexOf('/', slash + 1)) {
                here.put(whole.substring(0, slash), new Entry.Directory());
            }
            here.putIfAbsent(whole, new Entry.Generated(file.getValue()));
        }
        return here;
    }

    /** Whether nobody can make files there. */
    private boolean isMadeWhenLookedAt(Place place) {
        return place.volume.type().equals("proc")
                || views.in(place.volume).stream().anyMatch(view -> !view.open && view.covers(place.path));
    }

    private static void requireWritable(Place place) throws FileException {
        if (place.mount.isReadOnly()) {
            throw new FileException(FileException.READ_ONLY);
        }
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
            if (!(above instanceof Entry.Directory)) {
                throw new FileException(FileException.NOT_A_DIRECTORY);
            }
        }
    }
}
