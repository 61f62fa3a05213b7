package org.ringlab.virt.image;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code qemu-img check}, {@code compare} and {@code map}: what there is, without changing it. */
final class ImageReports {
    private static final int SECTOR = 512;
    private static final int PIECE = 1 << 16;
    private static final int NOT_SUPPORTED = 63;

    private final ToolRun run;

    ImageReports(ToolRun run) {
        this.run = run;
    }

    int check(List<String> args) throws ImageException {
        GetOpt options = new GetOpt(
                "check", args, "hf:r:T:qU", "help=h", "format=f:", "repair=r:", "output=J:", "force-share=U");
        if (!options.complaint().isEmpty()) {
            return run.usage(options.complaint());
        }
        Optional<String> repair = options.value("r");
        if (repair.isPresent() && !repair.get().matches("leaks|all")) {
            return run.usage("--repair expects 'leaks' or 'all', not '" + repair.get() + "'");
        }
        if (options.operands().size() != 1) {
            return run.usage("Expecting one image file name");
        }
        if (options.has("J")) {
            return run.error("not simulated: check --output");
        }
        ImageChain chain = run.open(
                options.operands().getFirst(), options.value("f"), repair.isPresent(), options.has("U"), false);
        if (!(chain.top().image() instanceof Qcow2Image image)) {
            run.error("This image format does not support checks");
            return NOT_SUPPORTED;
        }
        Qcow2Check.Result result = Qcow2Check.run(image, repair.isPresent(), repair.equals(Optional.of("all")));
        run.raw(result.complaints());
        if (result.leaksFixed() + result.corruptionsFixed() > 0) {
            run.changed(chain.top());
            run.print("The following inconsistencies were found and repaired:\n\n    " + result.leaksFixed()
                    + " leaked clusters\n    " + result.corruptionsFixed()
                    + " corruptions\n\nDouble checking the fixed image now...\n");
            result = Qcow2Check.run(image, false, false);
            run.raw(result.complaints());
        }
        if (!options.has("q")) {
            summary(result);
        }
        return result.corruptions() > 0 ? 2 : result.leaks() > 0 ? 3 : 0;
    }

    private void summary(Qcow2Check.Result result) {
        if (result.corruptions() == 0 && result.leaks() == 0) {
            run.line("No errors were found on the image.");
        }
        if (result.corruptions() > 0) {
            run.line("\n" + result.corruptions() + " errors were found on the image.\n"
                    + "Data may be corrupted, or further writes to the image may corrupt it.");
        }
        if (result.leaks() > 0) {
            run.line("\n" + result.leaks() + " leaked clusters were found on the image.\n"
                    + "This means waste of disk space, but no harm to data.");
        }
        if (result.total() > 0 && result.allocated() > 0) {
            run.line(String.format(
                    Locale.ROOT,
                    "%d/%d = %s%% allocated, %s%% fragmented, %s%% compressed clusters",
                    result.allocated(),
                    result.total(),
                    percent(result.allocated(), result.total()),
                    percent(result.fragmented(), result.allocated()),
                    percent(result.compressed(), result.allocated())));
        }
        run.line("Image end offset: " + result.end());
    }

    /** As C prints two decimals: a half goes to the even neighbour. */
    private static String percent(long part, long whole) {
        return new BigDecimal(part * 100.0 / whole)
                .setScale(2, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    int compare(List<String> args) {
        GetOpt options = new GetOpt("compare", args, "hf:F:T:pqsU", "help=h", "force-share=U");
        if (!options.complaint().isEmpty()) {
            run.usage(options.complaint());
            return 1;
        }
        if (options.operands().size() != 2) {
            return run.usage("Expecting two image file names");
        }
        ImageChain first;
        ImageChain second;
        try {
            first = run.open(options.operands().get(0), options.value("f"), false, options.has("U"), false);
            second = run.open(options.operands().get(1), options.value("F"), false, options.has("U"), false);
        } catch (ImageException e) {
            run.error(e.text());
            return 2;
        }
        boolean quiet = options.has("q");
        if (first.size() != second.size()) {
            if (options.has("s")) {
                say(quiet, "Strict mode: Image size mismatch!");
                return 1;
            }
            say(quiet, "Warning: Image size mismatch!");
        }
        for (long at = 0; at < Math.max(first.size(), second.size()); ) {
            if (isHole(first, at) && isHole(second, at)) {
                at = Math.min(holeEnd(first, at), holeEnd(second, at));
                continue;
            }
            int count = (int) Math.min(PIECE - at % PIECE, Math.max(first.size(), second.size()) - at);
            int same = same(first.read(at, count), second.read(at, count));
            if (same < count) {
                say(quiet, "Content mismatch at offset " + (at + same / SECTOR * SECTOR) + "!");
                return 1;
            }
            at += count;
        }
        say(quiet, "Images are identical.");
        return 0;
    }

    private void say(boolean quiet, String text) {
        if (!quiet) {
            run.line(text);
        }
    }

    private static boolean isHole(ImageChain chain, long at) {
        return at >= chain.size() || chain.part(at).zero();
    }

    private static long holeEnd(ImageChain chain, long at) {
        return at >= chain.size() ? Long.MAX_VALUE : at + chain.part(at).length();
    }

    private static int same(Chunk a, Chunk b) {
        if (a instanceof Chunk.Alike x && b instanceof Chunk.Alike y) {
            return x.value() == y.value() ? a.length() : 0;
        }
        for (int i = 0; i < a.length(); i++) {
            if (a.at(i) != b.at(i)) {
                return i;
            }
        }
        return a.length();
    }

    int map(List<String> args) throws ImageException {
        GetOpt options = new GetOpt(
                "map",
                args,
                "f:s:l:hU",
                "help=h",
                "format=f:",
                "output=J:",
                "force-share=U",
                "start-offset=s:",
                "max-length=l:");
        if (!options.complaint().isEmpty()) {
            return run.usage(options.complaint());
        }
        if (options.operands().size() != 1) {
            return run.usage("Expecting one image file name");
        }
        ImageChain chain = run.open(options.operands().getFirst(), options.value("f"), false, options.has("U"), false);
        List<ImageChain.Part> parts = parts(chain);
        if (options.value("J").equals(Optional.of("json"))) {
            run.line("[" + String.join(",\n", parts.stream().map(this::json).toList()) + "]");
            return 0;
        }
        run.line(String.format(Locale.ROOT, "%-16s%-16s%-16s%s", "Offset", "Length", "Mapped to", "File"));
        for (ImageChain.Part part : parts) {
            if (part.data() && part.offset() < 0) {
                return run.error("File contains external, encrypted or compressed clusters.");
            }
            if (part.data() && !part.zero()) {
                run.line(String.format(
                        Locale.ROOT,
                        "%-16s%-16s%-16s%s",
                        hex(part.start()),
                        hex(part.length()),
                        hex(part.offset()),
                        part.path()));
            }
        }
        return 0;
    }

    private static String hex(long number) {
        return number == 0 ? "0" : "0x" + Long.toHexString(number);
    }

    private String json(ImageChain.Part part) {
        return "{ \"start\": " + part.start() + ", \"length\": " + part.length() + ", \"depth\": " + part.depth()
                + (run.isOld() ? "" : ", \"present\": " + part.present()) + ", \"zero\": " + part.zero()
                + ", \"data\": " + part.data() + (part.offset() < 0 ? "" : ", \"offset\": " + part.offset()) + "}";
    }

    /** The parts of a disk, neighbours of the same kind joined. */
    static List<ImageChain.Part> parts(ImageChain chain) {
        List<ImageChain.Part> parts = new ArrayList<>();
        for (long at = 0; at < chain.size(); ) {
            ImageChain.Part part = chain.part(at);
            at += part.length();
            ImageChain.Part before = parts.isEmpty() ? null : parts.getLast();
            if (before != null && joins(before, part)) {
                parts.set(
                        parts.size() - 1,
                        new ImageChain.Part(
                                before.start(),
                                before.length() + part.length(),
                                before.depth(),
                                before.present(),
                                before.zero(),
                                before.data(),
                                before.offset(),
                                before.compressed(),
                                before.path()));
            } else {
                parts.add(part);
            }
        }
        return parts;
    }

    private static boolean joins(ImageChain.Part a, ImageChain.Part b) {
        boolean adjoin = a.offset() < 0 ? b.offset() < 0 : b.offset() == a.offset() + a.length();
        return adjoin
                && a.depth() == b.depth()
                && a.present() == b.present()
                && a.zero() == b.zero()
                && a.data() == b.data()
                && a.compressed() == b.compressed();
    }
}
