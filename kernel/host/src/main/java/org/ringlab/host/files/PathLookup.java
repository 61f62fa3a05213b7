package org.ringlab.host.files;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.files.FileSystem.View;
import org.ringlab.host.files.FileSystem.Views;

/**
 * What stands behind a path: over mounts, stored links and files that are made at each look (fs/namei.c).
 */
final class PathLookup {
    /** Links followed one after another at most ({@code MAXSYMLINKS}). */
    private static final int MAX_LINKS = 40;

    private final Supplier<MountTable> table;
    private final Views views;

    PathLookup(Supplier<MountTable> table, Views views) {
        this.table = table;
        this.views = views;
    }

    /** Where a path leads: a volume and the path in it. */
    record Place(Mount mount, Volume volume, String path) {
        /** The link stored there; null where there is none. */
        Entry.@Nullable Link link() {
            return volume.link(path);
        }

        void put(Entry entry) {
            volume.put(path, entry);
        }
    }

    Place place(String path) {
        Mount mount = table.get().covering(path);
        return new Place(mount, mount.volume(), mount.inside(path));
    }

    /** What is at an absolute path, links followed. */
    @Nullable
    Entry find(String path) {
        return at(followed(path, true));
    }

    /** A path without the stored links on it; the last name is followed too where {@code last}. */
    String followed(String written, boolean last) {
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
            Entry.Link link = whole && !last ? null : place(part).link();
            if (link != null) {
                String directory = part.substring(0, Math.max(1, part.lastIndexOf('/')));
                return Optional.of(FileSystem.resolve(
                        "/", FileSystem.resolve(directory, link.target()) + path.substring(part.length())));
            }
            if (whole) {
                return Optional.empty();
            }
        }
    }

    /** What is at an absolute path, links as such. */
    @Nullable
    Entry at(String path) {
        Place place = place(path);
        for (View view : views.in(place.volume)) {
            Entry made = view.covers(place.path) ? made(view).get(place.path) : null;
            if (made != null) {
                return made;
            }
        }
        return place.volume.entries().get(place.path);
    }

    /** The names in a directory, sorted. */
    List<String> names(String path) {
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

    /** What is made when a path is looked at, links included; empty for stored files and directories. */
    Optional<GeneratedFile> generated(String path) {
        Place place = place(path);
        for (View view : views.in(place.volume)) {
            if (view.covers(place.path) && !place.path.equals(view.directory())) {
                int start = view.directory().equals("/") ? 1 : view.directory().length() + 1;
                GeneratedFile file = view.content().get().get(place.path.substring(start));
                if (file != null) {
                    return Optional.of(file);
                }
            }
        }
        return place.volume.entries().get(place.path) instanceof Entry.Generated generated
                ? Optional.of(generated.file())
                : Optional.empty();
    }

    /** What a view shows, by paths of its volume. */
    private static TreeMap<String, Entry> made(View view) {
        TreeMap<String, Entry> here = new TreeMap<>();
        here.put(view.directory(), new Entry.Directory());
        String prefix = view.directory().equals("/") ? "/" : view.directory() + "/";
        for (Map.Entry<String, GeneratedFile> file : view.content().get().entrySet()) {
            String whole = prefix + file.getKey();
            for (int slash = whole.indexOf('/', prefix.length()); slash > 0; slash = whole.indexOf('/', slash + 1)) {
                here.put(whole.substring(0, slash), new Entry.Directory());
            }
            if (!whole.endsWith("/")) {
                here.putIfAbsent(whole, new Entry.Generated(file.getValue()));
            }
        }
        return here;
    }

    /** Whether nobody can make files there. */
    boolean isMadeWhenLookedAt(Place place) {
        return place.volume.type().equals("proc")
                || views.in(place.volume).stream().anyMatch(view -> !view.open() && view.covers(place.path));
    }

    static void requireWritable(Place place) throws FileException {
        if (place.mount.isReadOnly()) {
            throw new FileException(FileException.READ_ONLY);
        }
    }

    /** The same as {@link #find}, where it has to be. */
    Entry entry(String path) throws FileException {
        return entry(path, followed(path, true));
    }

    Entry entry(String path, String followed) throws FileException {
        @Nullable Entry entry = at(followed);
        if (entry == null) {
            requireParent(path);
            throw new FileException(FileException.NO_SUCH_FILE);
        }
        return entry;
    }

    /** Every directory above {@code path} must be there and be one. */
    void requireParent(String path) throws FileException {
        // Nothing lies below what isn't a directory, so that mostly one look is enough.
        if (find(path.substring(0, Math.max(1, path.lastIndexOf('/')))) instanceof Entry.Directory) {
            return;
        }
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
