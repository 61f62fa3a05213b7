package org.ringlab.grader;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seeds of hidden parameters, by HMAC-SHA256: one of a grading, made under the server's secret and kept in the staff's
 * report, so that it can be repeated and guessed by nobody; and from it one of each scenario.
 */
final class Seeds {
    private static final String ALGORITHM = "HmacSHA256";

    private final String seed;

    Seeds(GradingContext context, String exercise) {
        String given = context.seed();
        seed = given != null
                ? given
                : HexFormat.of()
                        .formatHex(mac(
                                context.secret(),
                                List.of(
                                        context.student(),
                                        exercise,
                                        String.valueOf(context.version()),
                                        String.valueOf(context.attempt()))));
    }

    /** The grading's own: for staff, to repeat it. */
    String text() {
        return seed;
    }

    /** The seed of a hidden scenario. */
    long hidden(String scenario) {
        return of("hidden", scenario, "");
    }

    /** The seed of a scenario's n-th public sibling. */
    long sibling(String scenario, int n) {
        return of("sibling", scenario, String.valueOf(n));
    }

    private long of(String label, String scenario, String n) {
        byte[] key = seed.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(mac(key, List.of(label, scenario, n))).getLong();
    }

    private static byte[] mac(byte[] key, List<String> parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            for (String part : parts) {
                // A part can't run into the next one, whatever a student is called.
                mac.update((part.replace("\\", "\\\\").replace("|", "\\|") + "|").getBytes(StandardCharsets.UTF_8));
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
