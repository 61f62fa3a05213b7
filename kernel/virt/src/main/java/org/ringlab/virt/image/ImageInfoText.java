package org.ringlab.virt.image;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code qemu-img info}, and the table of snapshots it shares with {@code qemu-img snapshot -l}. */
final class ImageInfoText {
    private final ToolRun run;

    ImageInfoText(ToolRun run) {
        this.run = run;
    }

    int run(List<String> args) throws ImageException {
        GetOpt options = new GetOpt(
                "info",
                args,
                "hf:U",
                "help=h",
                "format=f:",
                "output=J:",
                "backing-chain=B",
                "force-share=U",
                "object=O:");
        if (!options.complaint().isEmpty()) {
            return run.usage(options.complaint());
        }
        if (options.operands().size() != 1) {
            return run.usage("Expecting one image file name");
        }
        boolean json = options.value("J").filter("json"::equals).isPresent();
        if (options.has("J") && !json && !options.value("J").equals(Optional.of("human"))) {
            return run.error("--output must be used with human or json as argument.");
        }
        String path = options.operands().getFirst();
        List<ImageChain.Layer> layers = new ArrayList<>();
        Optional<String> next = Optional.of(path);
        Optional<String> format = options.value("f");
        while (next.isPresent()) {
            String here = next.get();
            if (layers.stream().anyMatch(layer -> layer.path().equals(here))) {
                return run.error("Backing file '" + here + "' creates an infinite loop.");
            }
            layers.add(run.open(here, format, false, options.has("U"), true).top());
            DiskImage image = layers.getLast().image();
            next = options.has("B") ? image.backing().map(b -> ImageChain.beside(here, b)) : Optional.empty();
            format = image.backingFormat();
        }
        if (json) {
            List<String> objects = layers.stream()
                    .map(layer -> object(layer, options.has("B") ? "    " : ""))
                    .toList();
            run.line(options.has("B") ? "[\n    " + String.join(",\n    ", objects) + "\n]" : objects.getFirst());
        } else {
            run.print(String.join("\n", layers.stream().map(this::text).toList()));
        }
        return 0;
    }

    private String text(ImageChain.Layer layer) {
        DiskImage image = layer.image();
        StringBuilder text = new StringBuilder();
        text.append("image: ").append(layer.path()).append('\n');
        text.append("file format: ").append(image.format().text()).append('\n');
        text.append("virtual size: " + run.version().size(image.size()) + " (" + image.size() + " bytes)\n");
        text.append("disk size: " + run.version().size(image.file().allocated()) + "\n");
        if (image instanceof Qcow2Image qcow2) {
            text.append("cluster_size: " + (1 << qcow2.header().clusterBits()) + "\n");
        } else if (image instanceof BlockMapImage map) {
            text.append("cluster_size: " + map.block() + "\n");
        }
        image.backing().ifPresent(backing -> {
            String full = ImageChain.beside(layer.path(), backing);
            text.append(
                    "backing file: " + backing + (full.equals(backing) ? "" : " (actual path: " + full + ")") + "\n");
            image.backingFormat().ifPresent(f -> text.append("backing file format: " + f + "\n"));
        });
        if (image instanceof Qcow2Image qcow2) {
            List<Snapshot> snapshots = new Qcow2Snapshots(qcow2).all();
            text.append(snapshots.isEmpty() ? "" : table(run.version(), snapshots));
            text.append("Format specific information:\n");
            facts(qcow2).forEach(fact -> text.append("    " + fact[0].replace('-', ' ') + ": " + fact[1] + "\n"));
        }
        return text.toString();
    }

    private List<String[]> facts(Qcow2Image image) {
        List<String[]> facts = new ArrayList<>();
        boolean v3 = image.header().version() > 2;
        facts.add(new String[] {"compat", v3 ? "1.1" : "0.10"});
        if (!run.isOld()) {
            facts.add(new String[] {"compression-type", "zlib"});
        }
        if (v3) {
            facts.add(new String[] {
                "lazy-refcounts", String.valueOf(image.header().lazyRefcounts())
            });
        }
        if (!run.isOld()) {
            facts.add(new String[] {"refcount-bits", "16"});
        }
        if (!run.isOld() && v3) {
            facts.add(new String[] {"corrupt", "false"});
            facts.add(new String[] {"extended-l2", "false"});
        }
        return facts;
    }

    /** The table of snapshots. */
    static String table(QemuVersion version, List<Snapshot> snapshots) {
        boolean old = version == QemuVersion.V1_5_3;
        StringBuilder text = new StringBuilder("Snapshot list:\n");
        text.append(
                old
                        ? String.format(
                                Locale.ROOT, "%-10s%-20s%7s%20s%15s", "ID", "TAG", "VM SIZE", "DATE", "VM CLOCK")
                        : String.format(
                                Locale.ROOT,
                                "%-10s%-17s%8s%20s%13s%11s",
                                "ID",
                                "TAG",
                                "VM SIZE",
                                "DATE",
                                "VM CLOCK",
                                "ICOUNT"));
        text.append('\n');
        for (Snapshot s : snapshots) {
            long millis = s.clockNanos() / 1_000_000;
            String clock = String.format(
                    Locale.ROOT,
                    "%02d:%02d:%02d.%03d",
                    millis / 3_600_000,
                    millis / 60_000 % 60,
                    millis / 1000 % 60,
                    millis % 1000);
            String size = version.size(s.stateBytes());
            text.append(
                    old
                            ? String.format(
                                    Locale.ROOT,
                                    "%-10s%-20s%7s%20s%15s",
                                    s.id(),
                                    s.name(),
                                    size,
                                    date(s.seconds()),
                                    clock)
                            : String.format(
                                    Locale.ROOT,
                                    "%-9s %-16s %8s%20s%13s%11s",
                                    s.id(),
                                    s.name(),
                                    size,
                                    date(s.seconds()),
                                    clock,
                                    "0"));
            text.append('\n');
        }
        return text.toString();
    }

    private static String date(long seconds) {
        return LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC)
                .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT));
    }

    private String object(ImageChain.Layer layer, String indent) {
        DiskImage image = layer.image();
        List<String> members = new ArrayList<>();
        List<Snapshot> snapshots = image instanceof Qcow2Image q ? new Qcow2Snapshots(q).all() : List.of();
        if (!snapshots.isEmpty()) {
            String inner = indent + "        ";
            members.add("\"snapshots\": [\n"
                    + String.join(
                            ",\n",
                            snapshots.stream().map(s -> snapshot(s, inner)).toList()) + "\n" + indent
                    + "    ]");
        }
        image.backingFormat()
                .filter(f -> image.backing().isPresent())
                .ifPresent(f -> members.add("\"backing-filename-format\": " + quoted(f)));
        members.add("\"virtual-size\": " + image.size());
        members.add("\"filename\": " + quoted(layer.path()));
        if (image instanceof Qcow2Image qcow2) {
            members.add("\"cluster-size\": " + (1 << qcow2.header().clusterBits()));
        } else if (image instanceof BlockMapImage map) {
            members.add("\"cluster-size\": " + map.block());
        }
        members.add("\"format\": " + quoted(image.format().text()));
        members.add("\"actual-size\": " + image.file().allocated());
        if (image instanceof Qcow2Image qcow2) {
            List<String> facts = facts(qcow2).stream()
                    .map(f -> indent + "            \"" + f[0] + "\": "
                            + (f[1].matches("true|false") || f[0].equals("refcount-bits") ? f[1] : quoted(f[1])))
                    .toList();
            members.add("\"format-specific\": {\n" + indent + "        \"type\": \"qcow2\",\n" + indent
                    + "        \"data\": {\n" + String.join(",\n", facts) + "\n" + indent + "        }\n" + indent
                    + "    }");
        }
        image.backing().ifPresent(backing -> {
            members.add("\"full-backing-filename\": " + quoted(ImageChain.beside(layer.path(), backing)));
            members.add("\"backing-filename\": " + quoted(backing));
        });
        members.add("\"dirty-flag\": false");
        return "{\n" + indent + "    " + String.join(",\n" + indent + "    ", members) + "\n" + indent + "}";
    }

    private static String snapshot(Snapshot s, String indent) {
        String inner = indent + "    ";
        return indent + "{\n" + inner
                + String.join(
                        ",\n" + inner,
                        "\"icount\": 0",
                        "\"vm-clock-nsec\": " + s.clockNanos() % 1_000_000_000L,
                        "\"name\": " + quoted(s.name()),
                        "\"date-sec\": " + s.seconds(),
                        "\"date-nsec\": 0",
                        "\"vm-clock-sec\": " + s.clockNanos() / 1_000_000_000L,
                        "\"id\": " + quoted(s.id()),
                        "\"vm-state-size\": " + s.stateBytes())
                + "\n" + indent + "}";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
