package org.ringlab.grader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a student handed in, as received and not to be trusted.
 *
 * @param notebookJson the text of an .ipynb file; null where the file is no text in any encoding that notebooks have
 * @param hash SHA-256 of the file, in hexadecimal
 */
public record Submission(@Nullable String notebookJson, String hash) {
    /** A notebook's text. */
    public Submission(String notebookJson) {
        this(notebookJson, hash(notebookJson.getBytes(StandardCharsets.UTF_8)));
    }

    /** Larger files, in bytes, are read without their outputs. */
    public static final long SLIM_ABOVE = 5L << 20;

    /** A file: UTF-8, or UTF-16 with its mark, as some editors write it. */
    public static Submission of(byte[] file) {
        if (file.length > SLIM_ABOVE) {
            return new Submission(slim(file), hash(file));
        }
        int first = file.length < 2 ? 0 : (file[0] & 0xFF) << 8 | file[1] & 0xFF;
        boolean wide = first == 0xFEFF || first == 0xFFFE;
        return new Submission(decode(file, wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8), hash(file));
    }

    private static @Nullable String slim(byte[] file) {
        try {
            return NotebookSlim.text(() -> new ByteArrayInputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private static @Nullable String decode(byte[] file, Charset charset) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(file)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
