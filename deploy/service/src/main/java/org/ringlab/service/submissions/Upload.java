package org.ringlab.service.submissions;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Text;
import org.ringlab.grader.NotebookSlim;
import org.ringlab.grader.Submission;
import org.ringlab.service.web.Refusal;

/**
 * What a student handed in. Whatever it is, it is kept as it came; whether it can be graded is for the grader to say.
 *
 * @param text for grading: of large files without outputs; null where the file is no text
 * @param sha256 of the file as received, hexadecimal
 * @param size of the file in bytes
 * @param fileName as the browser said; empty where it is no file
 * @param packed the file, compressed by gzip; null where the text is what was received
 */
public record Upload(@Nullable String text, String sha256, long size, String fileName, byte @Nullable [] packed) {
    /** Largest file that is accepted. */
    public static final long MAX_BYTES = 128L << 20;

    private static final int MAX_NAME = 100;

    /** A notebook that the service stores, or that a kernel completed. */
    public static Upload of(String notebook) {
        byte[] bytes = notebook.getBytes(StandardCharsets.UTF_8);
        return new Upload(storable(notebook), HexFormat.of().formatHex(digest().digest(bytes)), bytes.length, "", null);
    }

    /**
     * An uploaded file.
     *
     * @throws Refusal 413 if it is larger than is kept
     */
    public static Upload of(Path file, @Nullable String fileName) {
        try {
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw tooLarge(size);
            }
            MessageDigest digest = digest();
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest);
                    GZIPOutputStream out = new GZIPOutputStream(packed)) {
                in.transferTo(out);
            }
            String text = size > Submission.SLIM_ABOVE
                    ? NotebookSlim.text(() -> Files.newInputStream(file))
                    : Submission.of(Files.readAllBytes(file)).notebookJson();
            String hash = HexFormat.of().formatHex(digest.digest());
            return new Upload(text == null ? null : storable(text), hash, size, plain(fileName), packed.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 413, with the limit. */
    public static Refusal tooLarge(long size) {
        return new Refusal(
                413,
                new Text(
                        "文件太大：%d MB，上限是 %d MB。请清除输出后再提交。".formatted(size >> 20, MAX_BYTES >> 20),
                        "The file is too large: %d MB, the limit is %d MB. Clear its outputs and submit again."
                                .formatted(size >> 20, MAX_BYTES >> 20)));
    }

    /** PostgreSQL's texts hold no zero character; JSON's don't either, so no notebook loses anything. */
    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    /** A name that may stand in a header and on a page. */
    private static String plain(@Nullable String fileName) {
        if (fileName == null) {
            return "";
        }
        String name = fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
        String safe = name.replaceAll("[^\\p{L}\\p{N}._ -]", "_");
        return safe.length() > MAX_NAME ? safe.substring(safe.length() - MAX_NAME) : safe;
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
