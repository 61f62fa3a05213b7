package org.ringlab.virt.image;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** {@code qemu-img create}, and what {@code convert} makes its output with ({@code bdrv_img_create}). */
final class ImageCreate {
    private static final int SECTOR = 512;
    private static final List<String> PREALLOCATIONS = List.of("off", "metadata", "falloc", "full");

    private static final String DETECTED = "\nDetected format of ";

    private final ToolRun run;

    ImageCreate(ToolRun run) {
        this.run = run;
    }

    int run(List<String> args) {
        GetOpt options = new GetOpt("create", args, "F:b:f:ho:qu", "help=h", "object=O:");
        if (!options.complaint().isEmpty()) {
            return run.usage(options.complaint());
        }
        if (options.operands().isEmpty()) {
            return run.usage("Expecting image file name");
        }
        String path = options.operands().get(0);
        OptionalLong size = OptionalLong.empty();
        if (options.operands().size() > 1) {
            size = Sizes.parse(options.operands().get(1));
            if (size.isEmpty()) {
                run.error("Invalid image size specified"
                        + (run.isOld()
                                ? "! You may use k, M, G, T, P or E suffixes for "
                                : ". You may use k, M, G, T, P or E suffixes for"));
                return run.error("kilobytes, megabytes, gigabytes, terabytes, petabytes and exabytes.");
            }
        }
        if (options.operands().size() > 2) {
            return run.usage("Unexpected argument: " + options.operands().get(2));
        }
        try {
            Map<String, String> words = words(options.values("o"));
            options.value("b").ifPresent(b -> words.put("backing_file", b));
            options.value("F").ifPresent(f -> words.put("backing_fmt", f));
            create(path, options.value("f").orElse("raw"), words, size, options.has("u"), options.has("q"));
            return 0;
        } catch (ImageException e) {
            // the hint about a format that was found out comes without an end of line
            run.raw("qemu-img: " + path + ": " + e.text() + (e.text().contains(DETECTED) ? "" : "\n"));
            return 1;
        }
    }

    /** {@code -o name=value,name=value}. */
    static Map<String, String> words(List<String> texts) {
        Map<String, String> words = new LinkedHashMap<>();
        for (String text : texts) {
            for (String word : text.split(",")) {
                int equals = word.indexOf('=');
                words.put(
                        equals < 0 ? word : word.substring(0, equals), equals < 0 ? "on" : word.substring(equals + 1));
            }
        }
        return words;
    }

    private void create(
            String path,
            String formatName,
            Map<String, String> words,
            OptionalLong given,
            boolean unsafe,
            boolean quiet)
            throws ImageException {
        ImageFormat format = known(formatName);
        Settings settings = Settings.of(run.version(), format, words);
        String backing = settings.text("backing_file", "");
        String backingFormat = settings.text("backing_fmt", "");
        if (!backing.isEmpty() && format == ImageFormat.RAW) {
            throw new ImageException("Backing file not supported for file format '" + formatName + "'");
        }
        if (backing.equals(path)) {
            throw new ImageException("Error: Trying to create an image with the same filename as the backing file");
        }
        if (!backingFormat.isEmpty() && ImageFormat.named(backingFormat).isEmpty()) {
            throw new ImageException("Unknown backing file format '" + backingFormat + "'");
        }
        OptionalLong size = given.isPresent() ? given : settings.size();
        if (!backing.isEmpty() && !unsafe) {
            ImageChain base;
            try {
                base = ImageChain.open(run.store(), ImageChain.beside(path, backing), ImageFormat.named(backingFormat));
            } catch (ImageException e) {
                throw new ImageException(e.text() + "\nCould not open backing image.");
            }
            if (backingFormat.isEmpty() && !run.isOld()) {
                throw new ImageException("Backing file specified without backing format" + DETECTED
                        + base.top().image().format().text() + ".");
            }
            size = size.isPresent() ? size : OptionalLong.of(base.size());
        } else if (!backing.isEmpty() && backingFormat.isEmpty() && !run.isOld()) {
            throw new ImageException("Backing file specified without backing format");
        }
        if (size.isEmpty()) {
            throw new ImageException("Image creation needs a size parameter");
        }
        if (!quiet) {
            run.line("Formatting '" + path + "', fmt=" + formatName + " " + settings.shown(size.getAsLong()));
        }
        file(path, format, settings, size.getAsLong());
    }

    private static ImageFormat known(String name) throws ImageException {
        return ImageFormat.named(name).orElseThrow(() -> new ImageException("Unknown file format '" + name + "'"));
    }

    /** Makes the file; one that was there is overwritten. */
    DiskImage file(String path, ImageFormat format, Settings settings, long bytes) throws ImageException {
        long size = (bytes + SECTOR - 1) / SECTOR * SECTOR;
        String preallocation = settings.text("preallocation", "off");
        if (!PREALLOCATIONS.contains(preallocation)) {
            throw new ImageException("Invalid parameter '" + preallocation + "'");
        }
        if (!preallocation.equals("off") && size > 1L << 32) {
            throw new ImageException("not simulated: preallocation of more than 4 GiB");
        }
        if (!run.isOld()) {
            lockedAlready(path);
        }
        SparseFile file;
        try {
            file = run.store().create(path);
        } catch (ImageException e) {
            throw new ImageException("Could not create '" + path + "': " + e.text());
        }
        DiskImage image = switch (format) {
            case RAW -> raw(file, size, preallocation);
            case QCOW2 -> qcow2(file, settings, size, preallocation);
            case VMDK, VDI -> BlockMapImage.create(file, format, size);
        };
        run.store().changed(path, file);
        return image;
    }

    private void lockedAlready(String path) throws ImageException {
        SparseFile there;
        try {
            there = run.store().open(path);
        } catch (ImageException none) {
            return;
        }
        run.checkLock(path, there, true);
    }

    private DiskImage raw(SparseFile file, long size, String preallocation) throws ImageException {
        if (preallocation.equals("metadata")) {
            throw new ImageException("Invalid parameter 'metadata'");
        }
        RawImage.create(file, size, !run.isOld());
        if (!preallocation.equals("off")) {
            file.fill(0, size, (byte) 0);
        }
        return new RawImage(file);
    }

    private static DiskImage qcow2(SparseFile file, Settings settings, long size, String preallocation)
            throws ImageException {
        long cluster = settings.number("cluster_size", 1L << Qcow2Header.CLUSTER_BITS);
        if (Long.bitCount(cluster) != 1 || cluster < 512 || cluster > 1 << 21) {
            throw new ImageException("Cluster size must be a power of two between 512 and 2048k");
        }
        int version = switch (settings.text("compat", "1.1")) {
            case "0.10", "v2" -> 2;
            case "1.1", "v3" -> 3;
            default -> throw new ImageException("Invalid compatibility level: '" + settings.text("compat", "") + "'");
        };
        Qcow2Image image = Qcow2Image.create(
                file,
                version,
                Long.numberOfTrailingZeros(cluster),
                settings.text("lazy_refcounts", "off").equals("on"),
                size);
        String backing = settings.text("backing_file", "");
        if (!backing.isEmpty()) {
            image.header().setBacking(backing, settings.text("backing_fmt", ""));
        }
        if (!preallocation.equals("off")) {
            image.preallocate(0, !preallocation.equals("metadata"));
        }
        return image;
    }
}
