package org.ringlab.grader;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seeds of hidden parameters: HMAC-SHA256 under the server's secret, so that they can be made again for a replay and
 * guessed by nobody.
 */
final class Seeds {
    private static final String ALGORITHM = "HmacSHA256";

    private final GradingContext context;
    private final String exercise;

    Seeds(GradingContext context, String exercise) {
        this.context = context;
        this.exercise = exercise;
    }

    /** The seed of a hidden scenario. */
    long hidden(String scenario) {
        return seed("hidden", scenario, "");
    }

    /** The seed of a scenario's n-th public sibling. */
    long sibling(String scenario, int n) {
        return seed("sibling", scenario, String.valueOf(n));
    }

    private long seed(String label, String scenario, String n) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(context.secret(), ALGORITHM));
            List<String> parts = List.of(
                    context.student(),
                    exercise,
                    String.valueOf(context.version()),
                    String.valueOf(context.attempt()),
                    label,
                    scenario,
                    n);
            for (String part : parts) {
                // A part can't run into the next one, whatever a student is called.
                mac.update((part.replace("\\", "\\\\").replace("|", "\\|") + "|").getBytes(StandardCharsets.UTF_8));
            }
            return ByteBuffer.wrap(mac.doFinal()).getLong();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
