package org.ringlab.virt.image;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code qemu-img resize} and {@code snapshot}: changes of one file. */
final class ImageChanges {
    private static final int SECTOR = 512;

    private final ToolRun run;

    ImageChanges(ToolRun run) {
        this.run = run;
    }

    int resize(List<String> args) throws ImageException {
        if (args.size() < 2) {
            return run.usage("Not enough arguments");
        }
        // the size is taken away first, so that a negative one is no option
        String text = args.getLast();
        GetOpt options = new GetOpt(
                "resize", args.subList(0, args.size() - 1), "f:hq", "help=h", "preallocation=P:", "shrink=S");
        if (!options.complaint().isEmpty()) {
            return run.usage(options.complaint());
        }
        if (options.operands().size() != 1) {
            return run.usage("Expecting image file name and size");
        }
        int sign = text.startsWith("+") ? 1 : text.startsWith("-") ? -1 : 0;
        OptionalLong number = Sizes.parse(sign == 0 ? text : text.substring(1));
        if (number.isEmpty()) {
            run.error("Parameter 'size' expects a non-negative number below 2^64");
            run.raw(
                    "Optional suffix k, M, G, T, P or E means kilo-, mega-, giga-, tera-, peta-\nand exabytes, respectively.\n");
            return 1;
        }
        ImageChain chain = run.open(options.operands().getFirst(), options.value("f"), true, false, false);
        DiskImage image = chain.top().image();
        long size = sign == 0 ? number.getAsLong() : image.size() + sign * number.getAsLong();
        if (size <= 0) {
            return run.error("New image size must be positive");
        }
        if (size < image.size() && run.isOld() && image.format() != ImageFormat.RAW) {
            return run.error("This image format does not support resize");
        }
        if (size < image.size() && !run.isOld() && !options.has("S")) {
            run.error("Use the --shrink option to perform a shrink operation.");
            return run.error("warning: Shrinking an image will delete all data beyond the shrunken image's end. "
                    + "Before performing such an operation, make sure there is no important data there.");
        }
        if (options.has("P") && !options.value("P").equals(Optional.of("off"))) {
            return run.error("not simulated: resize --preallocation");
        }
        image.resize((size + SECTOR - 1) / SECTOR * SECTOR);
        run.changed(chain.top());
        if (!options.has("q")) {
            run.line("Image resized.");
        }
        return 0;
    }

    int snapshot(List<String> args) throws ImageException {
        GetOpt options = new GetOpt("snapshot", args, "la:c:d:hqUf:", "help=h", "force-share=U");
        if (!options.complaint().isEmpty()) {
            return run.usage(options.complaint());
        }
        List<String> actions =
                List.of("l", "a", "c", "d").stream().filter(options::has).toList();
        if (actions.size() > 1) {
            return run.usage("Cannot mix '-l', '-a', '-c', '-d'");
        }
        if (options.operands().size() != 1) {
            return run.usage("Expecting one image file name");
        }
        String action = actions.isEmpty() ? "" : actions.getFirst();
        ImageChain chain = run.open(
                options.operands().getFirst(), options.value("f"), !action.equals("l"), options.has("U"), false);
        String name = options.value(action).orElse("");
        Optional<Qcow2Snapshots> snapshots = chain.top().image() instanceof Qcow2Image image
                ? Optional.of(new Qcow2Snapshots(image))
                : Optional.empty();
        int status = switch (action) {
            case "l" -> {
                List<Snapshot> all = snapshots.map(Qcow2Snapshots::all).orElse(List.of());
                run.print(all.isEmpty() ? "" : ImageInfoText.table(run.version(), all));
                yield 0;
            }
            case "c" -> create(snapshots, name);
            case "a" -> apply(snapshots, name);
            case "d" -> delete(snapshots, name);
            default -> 0;
        };
        if (!action.equals("l")) {
            run.changed(chain.top());
        }
        return status;
    }

    private int create(Optional<Qcow2Snapshots> snapshots, String name) throws ImageException {
        if (snapshots.isEmpty()) {
            return run.error("Could not create snapshot '" + name + "': Operation not supported");
        }
        snapshots.get().create(name, 0, run.seconds(), 0);
        return 0;
    }

    private int apply(Optional<Qcow2Snapshots> snapshots, String name) throws ImageException {
        if (snapshots.isEmpty()) {
            return run.error("Could not apply snapshot '" + name + "': "
                    + (run.isOld() ? "Operation not supported" : "Block driver does not support internal snapshots"));
        }
        if (snapshots.get().apply(name)) {
            return 0;
        }
        return run.error("Could not apply snapshot '" + name + "': " + (run.isOld() ? "" : "Failed to load snapshot: ")
                + "No such file or directory");
    }

    private int delete(Optional<Qcow2Snapshots> snapshots, String name) throws ImageException {
        if (snapshots.isPresent() && snapshots.get().delete(name)) {
            return 0;
        }
        return run.error("Could not delete snapshot '" + name + "': "
                + (run.isOld() ? "No such file or directory" : "snapshot not found"));
    }
}
