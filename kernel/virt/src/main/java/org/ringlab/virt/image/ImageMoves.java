package org.ringlab.virt.image;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@code qemu-img rebase} and {@code commit}: data between the files of a chain. */
final class ImageMoves {
    private static final int PIECE = 1 << 16;

    private final ToolRun run;

    ImageMoves(ToolRun run) {
        this.run = run;
    }

    int rebase(List<String> args) throws ImageException {
        GetOpt options = new GetOpt("rebase", args, "hf:F:b:upt:T:qU", "help=h", "force-share=U");
        if (!options.complaint().isEmpty()) {
            return run.usage(options.complaint());
        }
        if (options.operands().size() != 1) {
            return run.usage("Expecting one image file name");
        }
        boolean unsafe = options.has("u");
        Optional<String> base = options.value("b");
        if (!unsafe && base.isEmpty()) {
            return run.usage("Must specify backing file (-b) or use simple rebase mode (-u)");
        }
        String path = options.operands().getFirst();
        ImageChain chain = run.open(path, options.value("f"), true, options.has("U"), unsafe);
        Optional<String> baseFormat = options.value("F");
        if (baseFormat.isPresent() && ImageFormat.named(baseFormat.get()).isEmpty()) {
            return run.error("Invalid format name: '" + baseFormat.get() + "'");
        }
        String name = base.orElse("");
        if (!(chain.top().image() instanceof Qcow2Image image)) {
            return run.error("Could not change the backing file to '" + name + "': Operation not supported");
        }
        if (!unsafe) {
            Optional<ImageChain> target = Optional.empty();
            if (!name.isEmpty()) {
                try {
                    target = Optional.of(ImageChain.open(
                            run.store(), ImageChain.beside(path, name), baseFormat.flatMap(ImageFormat::named)));
                } catch (ImageException e) {
                    return run.error("Could not open new backing file '" + name + "': " + e.text());
                }
            }
            bringOver(chain, target);
        }
        if (!name.isEmpty() && baseFormat.isEmpty() && !run.isOld()) {
            return run.error("Could not change the backing file to '" + name + "': backing format must be specified");
        }
        image.header().setBacking(name, baseFormat.orElse(""));
        run.changed(chain.top());
        return 0;
    }

    /** Writes into the top what it would read otherwise once it stands on another base. */
    private static void bringOver(ImageChain chain, Optional<ImageChain> target) throws ImageException {
        ImageChain old = chain.below();
        for (long at = 0; at < chain.size(); ) {
            ImageChain.Part part = chain.part(at);
            boolean own = part.depth() == 0 && part.present();
            boolean same = target.isEmpty() && part.zero();
            if (own || same) {
                at += part.length();
                continue;
            }
            int count = (int) Math.min(PIECE - at % PIECE, chain.size() - at);
            Chunk before = old.read(at, count);
            Chunk after = target.isPresent() ? target.get().read(at, count) : Chunk.zeros(count);
            if (!before.equals(after) && !Arrays.equals(before.bytes(), after.bytes())) {
                chain.write(at, before);
            }
            at += count;
        }
    }

    int commit(List<String> args) throws ImageException {
        GetOpt options = new GetOpt("commit", args, "f:ht:b:dpqr:", "help=h");
        if (!options.complaint().isEmpty()) {
            return run.usage(options.complaint());
        }
        if (options.operands().size() != 1) {
            return run.usage("Expecting one image file name");
        }
        String path = options.operands().getFirst();
        ImageChain chain = run.open(path, options.value("f"), true, false, false);
        List<ImageChain.Layer> layers = chain.layers();
        int target = 1;
        if (options.has("b")) {
            String base = ImageChain.beside(path, options.value("b").orElse(""));
            target = 1;
            while (target < layers.size() && !layers.get(target).path().equals(base)) {
                target++;
            }
            if (target == layers.size()) {
                return run.error(
                        "Did not find '" + options.value("b").orElse("") + "' in the backing chain of '" + path + "'");
            }
        }
        if (layers.size() == 1) {
            return run.error("Image does not have a backing file");
        }
        sink(chain, target);
        run.changed(layers.get(target));
        boolean empties = !options.has("d") && !options.has("b");
        if (empties && chain.top().image() instanceof Qcow2Image image) {
            image.empty();
            run.changed(chain.top());
        }
        if (!options.has("q")) {
            run.line("Image committed.");
        }
        return 0;
    }

    /** Writes into a file of the chain what those above it hold. */
    private static void sink(ImageChain chain, int target) throws ImageException {
        DiskImage base = chain.layers().get(target).image();
        ImageChain below =
                ImageChain.of(chain.layers().subList(target + 1, chain.layers().size()));
        if (base.size() < chain.size()) {
            base.resize(chain.size());
        }
        for (long at = 0; at < chain.size(); ) {
            ImageChain.Part part = chain.part(at);
            if (part.depth() >= target || !part.present()) {
                at += part.length();
            } else if (part.zero()) {
                base.zero(at, part.length(), below::read);
                at += part.length();
            } else {
                int count = (int) Math.min(Math.min(PIECE - at % PIECE, part.length()), chain.size() - at);
                base.write(at, chain.read(at, count), below::read);
                at += count;
            }
        }
    }
}
