package org.ringlab.virt.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code qemu-io}: reads and writes through an image as a guest would. */
public final class QemuIo {
    private final ToolRun run;

    /** The program on a host's files. */
    public QemuIo(ImageStore store, QemuVersion version) {
        run = new ToolRun("qemu-io", store, version, 0);
    }

    /** Runs it with the words behind its name; {@code sleep} takes no time here. */
    public ToolResult run(List<String> args) {
        GetOpt options = new GetOpt("qemu-io", args, "hVc:d:f:rsCnmi:kt:T:U", "cmd=c:", "format=f:", "read-only=r");
        if (!options.complaint().isEmpty()) {
            return run.result(run.usage(options.complaint()));
        }
        if (options.operands().size() != 1) {
            return run.result(run.error("not simulated: qemu-io without one image file"));
        }
        String path = options.operands().getFirst();
        boolean reads = options.has("r");
        try {
            ImageChain chain = run.open(path, options.value("f"), !reads, options.has("U"), false);
            for (String command : options.values("c")) {
                command(chain, command);
            }
            if (!reads) {
                run.changed(chain.top());
            }
            return run.result(0);
        } catch (ImageException e) {
            return run.result(run.error(e.text()
                    .replaceFirst("^Could not open '", "can't open device ")
                    .replaceFirst("': ", ": ")));
        }
    }

    private void command(ImageChain chain, String text) throws ImageException {
        List<String> words = new ArrayList<>(List.of(text.strip().split("[ \t]+")));
        String verb = words.removeFirst();
        Optional<Byte> pattern = Optional.empty();
        boolean zeros = false;
        while (!words.isEmpty() && words.getFirst().startsWith("-")) {
            String option = words.removeFirst();
            if (option.equals("-P") && !words.isEmpty()) {
                pattern = Optional.of(Integer.decode(words.removeFirst()).byteValue());
            }
            zeros |= option.equals("-z");
        }
        if (verb.equals("sleep") || verb.equals("flush") || verb.equals("quit")) {
            return;
        }
        if (!List.of("read", "write", "discard").contains(verb)) {
            run.line("command \"" + verb + "\" not found");
            return;
        }
        OptionalLong offset = words.isEmpty() ? OptionalLong.empty() : Sizes.parse(words.get(0));
        OptionalLong count = words.size() < 2 ? OptionalLong.empty() : Sizes.parse(words.get(1));
        if (offset.isEmpty() || count.isEmpty()) {
            run.line("bad argument count " + (words.size() + 1) + " to " + verb + ", expected at least 2 arguments");
            return;
        }
        long at = offset.getAsLong();
        long length = count.getAsLong();
        if (at + length > chain.size()) {
            run.line(verb + " failed: Input/output error");
            return;
        }
        switch (verb) {
            case "read" -> read(chain, at, length, pattern);
            case "discard" -> chain.discard(at, length);
            default -> {
                if (zeros) {
                    chain.zero(at, length);
                } else {
                    chain.fill(at, length, pattern.orElse((byte) 0xCD));
                }
            }
        }
        String done = switch (verb) {
            case "write" -> "wrote";
            default -> verb;
        };
        run.line(done + " " + length + "/" + length + " bytes at offset " + at);
        run.line(String.format(
                Locale.ROOT,
                "%s, 1 ops; 00.00 sec (1 GiB/sec and 1000.0000 ops/sec)",
                run.version().size(length)));
    }

    private void read(ImageChain chain, long at, long length, Optional<Byte> pattern) {
        for (long done = 0; done < length && pattern.isPresent(); ) {
            int part = (int) Math.min(1 << 16, length - done);
            Chunk chunk = chain.read(at + done, part);
            for (int i = 0; i < part; i++) {
                if (chunk.at(i) != pattern.get()) {
                    run.line("Pattern verification failed at offset " + at + ", " + length + " bytes");
                    return;
                }
            }
            done += part;
        }
    }
}
