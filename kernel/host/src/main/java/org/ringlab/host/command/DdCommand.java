package org.ringlab.host.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.virt.image.Chunk;
import org.ringlab.virt.image.SparseFile;

/** {@code dd} of coreutils: bytes from a file, standard input or {@code /dev/zero} to a place in another. */
final class DdCommand extends NamedCommand {
    private static final List<String> KEYS = List.of("if", "of", "bs", "count", "skip", "seek", "conv", "status");
    private static final long MOST = 1L << 40;
    private static final int PIECE = 1 << 20;

    DdCommand() {
        super("dd", "dd [if=FILE] [of=FILE] [bs=N] [count=N] [skip=N] [seek=N] [conv=notrunc]: copy bytes");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Map<String, String> words = new HashMap<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (equals < 0 || !KEYS.contains(arg.substring(0, equals))) {
                boolean known = arg.matches("(ibs|obs|cbs|iflag|oflag)=.*");
                return known
                        ? complain(io, "dd: not simulated: " + arg)
                        : Texts.misuse(io, "dd", "dd: unrecognized operand '" + arg + "'", 1);
            }
            words.put(arg.substring(0, equals), arg.substring(equals + 1));
        }
        Map<String, Long> numbers = new HashMap<>();
        for (String key : List.of("bs", "count", "skip", "seek")) {
            OptionalLong number = ByteSizes.parse(words.getOrDefault(key, key.equals("bs") ? "512" : "0"));
            if (number.isEmpty() || number.getAsLong() == 0 && key.equals("bs") || number.getAsLong() > MOST) {
                return complain(io, "dd: invalid number: '" + words.get(key) + "'");
            }
            numbers.put(key, number.getAsLong());
        }
        return copy(session, words, numbers, io);
    }

    private static int complain(Streams io, String text) {
        io.err().line(text);
        return 1;
    }

    private static int copy(Session session, Map<String, String> words, Map<String, Long> numbers, Streams io) {
        long block = numbers.getOrDefault("bs", 512L);
        boolean zeros = words.getOrDefault("if", "").equals("/dev/zero");
        boolean counted = words.containsKey("count");
        if (zeros && !counted) {
            return complain(io, "dd: not simulated: /dev/zero without count=");
        }
        try {
            SparseFile in = zeros ? new SparseFile() : input(session, words, io);
            long from = numbers.getOrDefault("skip", 0L) * block;
            long length = zeros ? Long.MAX_VALUE : Math.max(0, in.length() - from);
            long count = counted ? Math.min(length, numbers.getOrDefault("count", 0L) * block) : length;
            if (count > MOST) {
                return complain(io, "dd: not simulated: so many bytes");
            }
            String target = words.getOrDefault("of", "");
            if (target.isEmpty()) {
                io.out()
                        .print(
                                count == 0
                                        ? ""
                                        : new String(
                                                in.read(from, (int) Math.min(count, PIECE))
                                                        .bytes(),
                                                StandardCharsets.ISO_8859_1));
            } else {
                write(
                        session,
                        target,
                        words.getOrDefault("conv", ""),
                        in,
                        from,
                        count,
                        numbers.getOrDefault("seek", 0L) * block);
            }
            if (!words.getOrDefault("status", "").equals("none")) {
                summary(io, count, block);
            }
            return 0;
        } catch (FileException e) {
            return complain(
                    io,
                    "dd: failed to open '" + words.getOrDefault("if", words.getOrDefault("of", "")) + "': "
                            + e.getMessage());
        }
    }

    private static SparseFile input(Session session, Map<String, String> words, Streams io) throws FileException {
        String source = words.getOrDefault("if", "");
        return source.isEmpty()
                ? SparseFile.of(FileSystem.bytes(io.in().rest()))
                : session.files().bytesOf(session.resolve(source));
    }

    private static void write(
            Session session, String name, String conversions, SparseFile in, long from, long count, long at)
            throws FileException {
        String path = session.resolve(name);
        boolean keeps = List.of(conversions.split(",")).contains("notrunc");
        SparseFile file = session.files().exists(path) ? session.files().bytesOf(path) : new SparseFile();
        if (!keeps) {
            file.truncate(at);
        }
        for (long done = 0; done < count; ) {
            int part = (int) Math.min(PIECE, count - done);
            Chunk chunk = in.read(from + done, part);
            file.write(at + done, chunk);
            done += part;
        }
        session.files().store(path, file);
    }

    private static void summary(Streams io, long bytes, long block) {
        String records = bytes / block + "+" + (bytes % block == 0 ? 0 : 1) + " records ";
        io.err().line(records + "in");
        io.err().line(records + "out");
        List<String> sizes = new ArrayList<>();
        if (bytes >= 1000) {
            sizes.add(rounded(bytes, 1000, "kB", "MB", "GB", "TB"));
        }
        if (bytes >= 1024) {
            sizes.add(rounded(bytes, 1024, "KiB", "MiB", "GiB", "TiB"));
        }
        io.err()
                .line(bytes + " bytes" + (sizes.isEmpty() ? "" : " (" + String.join(", ", sizes) + ")")
                        + " copied, 0.001 s, " + rounded(bytes * 1000, 1000, "kB", "MB", "GB", "TB") + "/s");
    }

    private static String rounded(long bytes, int base, String... units) {
        double value = bytes / (double) base;
        int unit = 0;
        while (value >= base && unit < units.length - 1) {
            value /= base;
            unit++;
        }
        return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    }
}
