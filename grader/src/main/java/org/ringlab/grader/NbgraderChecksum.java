package org.ringlab.grader;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** nbgrader's checksum of a cell: MD5 over what an instructor fixes in it, in Python's spelling. */
public final class NbgraderChecksum {
    /** Python writes floats from 1e16 on, and below 1e-4, with an exponent. */
    private static final int LARGEST_PLAIN = 16;

    private static final int SMALLEST_PLAIN = -5;

    private NbgraderChecksum() {}

    /** The checksum of a cell with this mark. */
    public static String of(String source, String cellType, NbgraderMetadata mark) {
        StringBuilder text = new StringBuilder(source)
                .append(cellType)
                .append(truth(mark.grade()))
                .append(truth(mark.solution()))
                .append(truth(mark.effectivelyLocked()))
                .append(mark.gradeId());
        if (mark.grade()) {
            text.append(pythonFloat(mark.points()));
        }
        try {
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    private static String truth(boolean value) {
        return value ? "True" : "False";
    }

    /** {@code str(float(value))}: the same digits as Java's, laid out otherwise. */
    static String pythonFloat(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal exact = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
        String digits = exact.unscaledValue().toString();
        int exponent = digits.length() - 1 - exact.scale();
        String sign = value < 0 ? "-" : "";
        if (exponent < LARGEST_PLAIN && exponent > SMALLEST_PLAIN) {
            String plain = exact.toPlainString();
            return sign + (plain.contains(".") ? plain : plain + ".0");
        }
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        String power = String.valueOf(Math.abs(exponent));
        return sign + mantissa + "e" + (exponent < 0 ? "-" : "+") + (power.length() < 2 ? "0" + power : power);
    }
}
