package org.ringlab.virt.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code qemu-img convert}: what a guest reads, in another file and maybe another format. */
final class ImageConvert {
    private static final int PIECE = 1 << 16;

    private final ToolRun run;

    ImageConvert(ToolRun run) {
        this.run = run;
    }

    int run(List<String> args) throws ImageException {
        GetOpt options = new GetOpt(
                "convert",
                args,
                "hf:O:B:CcF:o:l:S:pt:T:qnm:WUr:",
                "help=h",
                "force-share=U",
                "target-is-zero=z",
                "object=O:",
                "salvage=v");
        if (!options.complaint().isEmpty()) {
            return run.usage(options.complaint());
        }
        List<String> operands = options.operands();
        if (operands.size() < 2) {
            return run.error("Must specify image file name");
        }
        if (operands.size() > 2) {
            return run.error("not simulated: joining several images");
        }
        if (options.has("n") || options.has("v")) {
            return run.error("not simulated: convert " + (options.has("n") ? "-n" : "--salvage"));
        }
        String source = operands.get(0);
        String target = operands.get(1);
        ImageChain chain = run.open(source, options.value("f"), false, options.has("U"), false);
        Optional<String> snapshot = options.value("l").map(l -> l.replaceFirst("^snapshot\\.(id|name)=", ""));
        if (snapshot.isPresent()) {
            chain = atSnapshot(chain, snapshot.get());
        }
        String formatName = options.value("O").orElse("raw");
        Optional<ImageFormat> format = ImageFormat.named(formatName);
        if (format.isEmpty()) {
            return run.error("Unknown file format '" + formatName + "'");
        }
        Map<String, String> words = ImageCreate.words(options.values("o"));
        options.value("B").ifPresent(b -> words.put("backing_file", b));
        options.value("F").ifPresent(f -> words.put("backing_fmt", f));
        if (words.containsKey("backing_file") && !words.containsKey("backing_fmt") && !run.isOld()) {
            return run.error("backing format must be specified");
        }
        if (options.has("c") && format.get() != ImageFormat.QCOW2) {
            return run.error("Compression not supported for this file format");
        }
        Settings settings;
        DiskImage image;
        try {
            settings = Settings.of(run.version(), format.get(), words);
            image = new ImageCreate(run).file(target, format.get(), settings, chain.size());
        } catch (ImageException e) {
            return run.error(
                    e.text().startsWith("Invalid parameter")
                            ? e.text()
                            : target + ": error while converting " + formatName + ": " + e.text());
        }
        copy(chain, image, !settings.text("backing_file", "").isEmpty(), options.has("c"));
        run.store().changed(target, image.file());
        if (options.has("p")) {
            run.print("    (0.00/100%)\r    (100.00/100%)\r\n");
        }
        return 0;
    }

    private static ImageChain atSnapshot(ImageChain chain, String name) throws ImageException {
        if (!(chain.top().image() instanceof Qcow2Image image)) {
            throw new ImageException("Failed to load snapshot: Device does not support snapshots");
        }
        Qcow2Image then = Qcow2Image.open(image.file().copy());
        if (!new Qcow2Snapshots(then).apply(name)) {
            throw new ImageException("Failed to load snapshot: Can't find snapshot");
        }
        List<ImageChain.Layer> layers = new ArrayList<>(chain.layers());
        layers.set(0, new ImageChain.Layer(chain.top().path(), then));
        return ImageChain.of(layers);
    }

    /** With a backing file only what the source's own file holds is written: the rest is taken to be below already. */
    private static void copy(ImageChain source, DiskImage target, boolean onBase, boolean compressed)
            throws ImageException {
        ImageChain.Part part = source.part(0);
        long end = part.length();
        for (long at = 0; at < source.size(); ) {
            if (at >= end) {
                part = source.part(at);
                end = at + part.length();
            }
            boolean below = onBase && (part.depth() > 0 || !part.present());
            if (below || part.zero() && !onBase) {
                at = end;
                continue;
            }
            int count = (int) Math.min(PIECE - at % PIECE, source.size() - at);
            if (onBase) {
                count = (int) Math.min(count, end - at);
            }
            Chunk chunk = at + count <= end ? source.read(part, at, count) : source.read(at, count);
            if (onBase && part.zero()) {
                target.zero(at, count, DiskImage.Reader.ZEROS);
            } else if (compressed && target instanceof Qcow2Image image && !chunk.isZero()) {
                image.writeCompressed(at, chunk);
            } else if (!chunk.isZero() || onBase) {
                written(target, at, chunk);
            }
            at += count;
        }
    }

    private static void written(DiskImage target, long at, Chunk chunk) throws ImageException {
        if (target.format() != ImageFormat.RAW || chunk instanceof Chunk.Alike) {
            target.write(at, chunk, DiskImage.Reader.ZEROS);
            return;
        }
        for (int done = 0; done < chunk.length(); done += SparseFile.BLOCK) {
            Chunk block = chunk.slice(done, Math.min(done + SparseFile.BLOCK, chunk.length()));
            if (!block.isZero()) {
                target.write(at + done, block, DiskImage.Reader.ZEROS);
            }
        }
    }
}
