package org.ringlab.virt.virsh;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.virt.Sizes;
import org.ringlab.virt.VirError;
import org.ringlab.virt.pool.Pool;
import org.ringlab.virt.pool.Volume;
import org.ringlab.virt.xml.Element;

/** Volumes of pools: {@code vol-create-as}, {@code vol-list} … */
final class VolumeCommands {
    private static final String VOL = "<vol> [pool]";

    private VolumeCommands() {}

    static List<VirshCommand> all() {
        return List.of(
                VirshCommand.of(
                        "vol-clone",
                        "<vol> <newname> [pool] --prealloc-metadata --reflink --print-xml",
                        "clone a volume.",
                        VolumeCommands::copy),
                VirshCommand.of(
                        "vol-create",
                        "<pool> <file> --prealloc-metadata --validate",
                        "create a vol from an XML file",
                        VolumeCommands::create),
                VirshCommand.of(
                        "vol-create-as",
                        "<pool> <name> <capacity> [allocation] [format] [backing-vol] [backing-vol-format]"
                                + " --prealloc-metadata --print-xml",
                        "create a volume from a set of args",
                        VolumeCommands::createAs),
                VirshCommand.of(
                        "vol-delete", "<vol> [pool] --delete-snapshots", "delete a vol", VolumeCommands::delete),
                VirshCommand.of("vol-dumpxml", VOL, "vol information in XML", VolumeCommands::document),
                VirshCommand.of(
                        "vol-info", "<vol> [pool] --bytes --physical", "storage vol information", VolumeCommands::info),
                VirshCommand.of(
                        "vol-key", VOL, "returns the volume key for a given volume name or path", VolumeCommands::path),
                VirshCommand.of("vol-list", "<pool> --details", "list vols", VolumeCommands::list),
                VirshCommand.of(
                        "vol-name",
                        "<vol>",
                        "returns the volume name for a given volume key or path",
                        VolumeCommands::name),
                VirshCommand.of(
                        "vol-path",
                        VOL,
                        "returns the volume path for a given volume name or key",
                        VolumeCommands::path),
                VirshCommand.of(
                        "vol-pool",
                        "<vol> --uuid",
                        "returns the storage pool for a given volume key or path",
                        VolumeCommands::pool),
                VirshCommand.of(
                        "vol-resize",
                        "<vol> <capacity> [pool] --allocate --delta --shrink",
                        "resize a vol",
                        VolumeCommands::resize),
                VirshCommand.of("vol-wipe", "<vol> [pool] [algorithm]", "wipe a vol", VolumeCommands::wipe));
    }

    private static boolean create(Call call) throws VirError {
        Optional<Pool> pool = call.pool("pool");
        Optional<String> text = pool.isEmpty() ? Optional.empty() : call.file("file");
        if (text.isEmpty() || pool.isEmpty()) {
            return false;
        }
        List<Volume> made = new ArrayList<>();
        call.attempt("Failed to create vol from " + call.text("file"), () -> {
            call.write("virStorageVolCreateXML");
            made.add(call.libvirtd().volumes().create(pool.get(), text.get()));
        });
        call.extra("Vol " + made.getFirst().name() + " created from " + call.text("file") + "\n");
        return true;
    }

    private static boolean createAs(Call call) throws VirError {
        Optional<Pool> pool = call.pool("pool");
        if (pool.isEmpty()) {
            return false;
        }
        String name = call.text("name");
        Optional<Long> capacity = call.size(call.text("capacity"), 1, "Malformed size " + call.text("capacity"));
        if (capacity.isEmpty()) {
            return false;
        }
        Element volume = new Element("volume").add(Element.text("name", name));
        volume.add(Element.text("capacity", String.valueOf(capacity.get())));
        if (call.has("allocation")) {
            Optional<Long> allocation =
                    call.size(call.text("allocation"), 1, "Malformed size " + call.text("allocation"));
            if (allocation.isEmpty()) {
                return false;
            }
            volume.add(Element.text("allocation", String.valueOf(allocation.get())));
        }
        call.value("format").ifPresent(f -> volume.add(new Element("target").add(Element.of("format", "type", f))));
        if (call.has("backing-vol")) {
            String backing = call.text("backing-vol");
            Optional<Volume> found = pool.get().volumes().stream()
                    .filter(v -> v.name().equals(backing))
                    .findFirst()
                    .or(() -> call.libvirtd().pools().volume(backing));
            if (found.isEmpty()) {
                call.error("failed to get vol '" + backing + "'");
                throw new VirError(VirError.Code.NO_VOLUME, "no storage vol with matching path '" + backing + "'");
            }
            Element store = new Element("backingStore")
                    .add(Element.text("path", found.get().path()));
            call.value("backing-vol-format").ifPresent(f -> store.add(Element.of("format", "type", f)));
            volume.add(store);
        }
        if (call.has("print-xml")) {
            call.out(volume.toString());
            return true;
        }
        call.attempt("Failed to create vol " + name, () -> {
            call.write("virStorageVolCreateXML");
            call.libvirtd().volumes().create(pool.get(), volume.toString());
        });
        call.extra("Vol " + name + " created\n");
        return true;
    }

    /** A step of a volume's life. */
    private interface Step {
        void take(Call.Found found) throws VirError;
    }

    private static boolean step(Call call, String verb, String done, String function, Step step) throws VirError {
        Optional<Call.Found> found = call.volume();
        if (found.isEmpty()) {
            return false;
        }
        String name = call.text("vol");
        call.attempt("Failed to " + verb + " vol " + name, () -> {
            call.write(function);
            step.take(found.get());
        });
        call.extra("Vol " + name + " " + done + "\n");
        return true;
    }

    private static boolean delete(Call call) throws VirError {
        return step(
                call,
                "delete",
                "deleted",
                "virStorageVolDelete",
                f -> call.libvirtd().volumes().delete(f.pool(), f.volume()));
    }

    private static boolean wipe(Call call) throws VirError {
        return step(
                call,
                "wipe",
                "wiped",
                "virStorageVolWipe",
                f -> call.libvirtd().volumes().wipe(f.pool(), f.volume()));
    }

    private static boolean copy(Call call) throws VirError {
        Optional<Call.Found> found = call.volume();
        if (found.isEmpty()) {
            return false;
        }
        String from = found.get().volume().name();
        call.attempt("Failed to clone vol from " + from, () -> {
            call.write("virStorageVolCreateXMLFrom");
            call.libvirtd().volumes().copy(found.get().pool(), found.get().volume(), call.text("newname"));
        });
        call.extra("Vol " + call.text("newname") + " cloned from " + from + "\n");
        return true;
    }

    private static boolean resize(Call call) throws VirError {
        Optional<Call.Found> found = call.volume();
        if (found.isEmpty()) {
            return false;
        }
        String text = call.text("capacity");
        boolean minus = text.startsWith("-");
        String size = minus || text.startsWith("+") ? text.substring(1) : text;
        Optional<Long> bytes = call.size(size, 1, "Malformed size " + text);
        if (bytes.isEmpty()) {
            return false;
        }
        boolean delta = call.has("delta") || minus;
        String which = call.has("delta") ? " by " : " to ";
        String name = found.get().volume().name();
        call.attempt("Failed to change size of volume '" + name + "'" + which + text, () -> {
            call.write("virStorageVolResize");
            call.libvirtd()
                    .volumes()
                    .resize(found.get().pool(), found.get().volume(), bytes.get(), delta, call.has("shrink") || minus);
        });
        call.extra("Size of volume '" + name + "' successfully changed" + which + text + "\n");
        return true;
    }

    private static boolean document(Call call) throws VirError {
        Optional<Call.Found> found = call.volume();
        found.ifPresent(f -> call.out(
                call.libvirtd().volumes().document(f.pool(), f.volume()).toString()));
        return found.isPresent();
    }

    private static boolean info(Call call) throws VirError {
        Optional<Call.Found> found = call.volume();
        if (found.isEmpty()) {
            return false;
        }
        Volume volume =
                call.libvirtd().volumes().look(found.get().pool(), found.get().volume());
        boolean bytes = call.has("bytes");
        call.field("Name:", volume.name());
        call.field("Type:", volume.format().equals("dir") ? "dir" : "file");
        call.field("Capacity:", size(volume.capacity(), bytes));
        call.field("Allocation:", size(volume.allocation(), bytes));
        return true;
    }

    private static String size(long bytes, boolean plain) {
        return plain ? bytes + " bytes" : Sizes.pretty(bytes);
    }

    private static boolean path(Call call) throws VirError {
        Optional<Call.Found> found = call.volume();
        found.ifPresent(f -> call.line(f.volume().path()));
        return found.isPresent();
    }

    private static boolean name(Call call) throws VirError {
        Optional<Call.Found> found = call.volume();
        found.ifPresent(f -> call.line(f.volume().name()));
        return found.isPresent();
    }

    private static boolean pool(Call call) throws VirError {
        Optional<Call.Found> found = call.volume();
        found.ifPresent(f ->
                call.line(call.has("uuid") ? f.pool().def().uuid() : f.pool().name()));
        return found.isPresent();
    }

    private static boolean list(Call call) throws VirError {
        Optional<Pool> pool = call.pool("pool");
        if (pool.isEmpty()) {
            return false;
        }
        if (!pool.get().isActive()) {
            call.error("Failed to list volumes");
            throw new VirError(
                    VirError.Code.INVALID, "storage pool '" + pool.get().name() + "' is not active");
        }
        boolean details = call.has("details");
        Table table =
                details ? call.table("Name", "Path", "Type", "Capacity", "Allocation") : call.table("Name", "Path");
        List<Volume> volumes = new ArrayList<>(pool.get().volumes());
        volumes.sort(
                (a, b) -> a.name().toLowerCase(Locale.ROOT).compareTo(b.name().toLowerCase(Locale.ROOT)));
        for (Volume volume : volumes) {
            if (details) {
                table.row(
                        volume.name(),
                        volume.path(),
                        volume.format().equals("dir") ? "dir" : "file",
                        Sizes.pretty(volume.capacity()),
                        Sizes.pretty(volume.allocation()));
            } else {
                table.row(volume.name(), volume.path());
            }
        }
        if (call.isNew()) {
            table.print(call);
        } else if (details) {
            table.printWide(call, 3);
        } else {
            table.print(call, " %-20s %-40s", 78);
        }
        return true;
    }
}
