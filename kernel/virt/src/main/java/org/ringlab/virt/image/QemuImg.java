package org.ringlab.virt.image;

import java.util.List;

/**
 * {@code qemu-img}: disk images made, looked at and changed, with the real program's texts and statuses. Every run opens
 * its files anew; all there is to know is in them.
 */
public final class QemuImg {
    private final ImageStore store;
    private final QemuVersion version;
    private final long seconds;

    /**
     * The program on a host.
     *
     * @param store the host's files
     * @param version whose texts
     * @param seconds the time of day, since 1970
     */
    public QemuImg(ImageStore store, QemuVersion version, long seconds) {
        this.store = store;
        this.version = version;
        this.seconds = seconds;
    }

    /** Its commands. */
    public static List<String> verbs() {
        return List.of(
                "check", "commit", "compare", "convert", "create", "info", "map", "rebase", "resize", "snapshot");
    }

    /** Runs it with the words behind its name. */
    public ToolResult run(List<String> args) {
        ToolRun run = new ToolRun("qemu-img", store, version, seconds);
        if (args.isEmpty()) {
            return run.result(run.usage("Not enough arguments"));
        }
        String verb = args.getFirst();
        List<String> rest = args.subList(1, args.size());
        try {
            return run.result(
                    switch (verb) {
                        case "create" -> new ImageCreate(run).run(rest);
                        case "info" -> new ImageInfoText(run).run(rest);
                        case "check" -> new ImageReports(run).check(rest);
                        case "compare" -> new ImageReports(run).compare(rest);
                        case "map" -> new ImageReports(run).map(rest);
                        case "resize" -> new ImageChanges(run).resize(rest);
                        case "snapshot" -> new ImageChanges(run).snapshot(rest);
                        case "rebase" -> new ImageMoves(run).rebase(rest);
                        case "commit" -> new ImageMoves(run).commit(rest);
                        case "convert" -> new ImageConvert(run).run(rest);
                        case "-V", "--version" -> version(run);
                        case "amend", "bench", "bitmap", "dd", "measure", "-h", "--help" ->
                            run.error("not simulated: " + verb);
                        default ->
                            verb.startsWith("-")
                                    ? run.usage("unrecognized option '" + verb + "'")
                                    : run.usage("Command not found: " + verb);
                    });
        } catch (ImageException e) {
            return run.result(run.error(e.text()));
        }
    }

    private static int version(ToolRun run) {
        run.line(
                run.isOld()
                        ? "qemu-img version 1.5.3, Copyright (c) 2004-2008 Fabrice Bellard"
                        : "qemu-img version " + run.version().text()
                                + "\nCopyright (c) 2003-2022 Fabrice Bellard and the QEMU Project developers");
        return 0;
    }
}
