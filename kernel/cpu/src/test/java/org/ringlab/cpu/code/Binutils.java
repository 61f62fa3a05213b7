package org.ringlab.cpu.code;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** GNU as and objcopy, where they are installed: the truth about text and bytes. */
final class Binutils {
    private static final Pattern ERROR = Pattern.compile("^[^:]*:(\\d+): Error: (.*)$");

    /** Bytes that each line of a text is given to itself. */
    static final int SLOT = 32;

    /**
     * What GNU as made of some lines.
     *
     * @param image a slot for each line
     * @param errors by index of the line
     */
    record Result(byte[] image, Map<Integer, String> errors) {}

    private Binutils() {}

    static boolean installed() {
        return run(List.of("as", "--version")) != null && run(List.of("objcopy", "--version")) != null;
    }

    /** The image of a whole program. */
    static byte[] program(String text, Mode mode) throws IOException {
        return image(".code" + mode.bits() + "; .intel_syntax noprefix\n" + text + "\n")
                .image();
    }

    /** Assembles each line into a slot of its own. */
    static Result assemble(List<String> lines, Mode mode, Syntax syntax) throws IOException {
        List<String> text = new ArrayList<>();
        text.add(".code" + mode.bits() + (syntax == Syntax.INTEL ? "; .intel_syntax noprefix" : ""));
        for (int i = 0; i < lines.size(); i++) {
            text.add(".org " + i * SLOT + ", 0xCC; " + lines.get(i));
        }
        text.add(".org " + lines.size() * SLOT + ", 0xCC");
        return image(String.join("\n", text) + "\n");
    }

    private static Result image(String text) throws IOException {
        Path folder = Files.createTempDirectory("binutils");
        Path source = folder.resolve("a.s");
        Path object = folder.resolve("a.o");
        Path binary = folder.resolve("a.bin");
        Files.writeString(source, text);
        String said = run(List.of("as", "--64", "-Z", "-o", object.toString(), source.toString()));
        run(List.of("objcopy", "-O", "binary", "-j", ".text", object.toString(), binary.toString()));
        byte[] image = Files.exists(binary) ? Files.readAllBytes(binary) : new byte[0];
        for (Path file : List.of(source, object, binary)) {
            Files.deleteIfExists(file);
        }
        Files.delete(folder);
        Map<Integer, String> errors = new TreeMap<>();
        for (String line : (said == null ? "" : said).lines().toList()) {
            Matcher matcher = ERROR.matcher(line);
            if (matcher.matches()) {
                errors.put(Integer.parseInt(matcher.group(1)) - 2, matcher.group(2));
            }
        }
        return new Result(image, errors);
    }

    /** What a program prints on both streams, or null where it isn't installed. */
    private static @Nullable String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(60, TimeUnit.SECONDS);
            return out;
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
