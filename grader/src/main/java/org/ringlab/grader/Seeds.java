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

    /** Keyed with the seed. */
    private final Mac scenarios;

    Seeds(GradingContext context, String exercise) {
        String given = context.seed();
        seed = given != null
                ? given
                : HexFormat.of()
                        .formatHex(digest(
                                keyed(context.secret()),
                                List.of(
                                        context.student(),
                                        exercise,
                                        String.valueOf(context.version()),
                                        String.valueOf(context.attempt()))));
        scenarios = keyed(seed.getBytes(StandardCharsets.UTF_8));
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
        return ByteBuffer.wrap(digest(scenarios, List.of(label, scenario, n))).getLong();
    }

    private static Mac keyed(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** The digest of some parts; {@code mac} is then as it was. */
    private static byte[] digest(Mac mac, List<String> parts) {
        for (String part : parts) {
            // A part can't run into the next one, whatever a student is called.
            mac.update((part.replace("\\", "\\\\").replace("|", "\\|") + "|").getBytes(StandardCharsets.UTF_8));
        }
        return mac.doFinal();
    }
}
