package org.ringlab.host.shell;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Floating point numbers as C's {@code printf} writes them. */
public final class NumberText {
    private NumberText() {}

    /**
     * A number by {@code %e}, {@code %f} or {@code %g}, not padded.
     *
     * @param kind the letter; in upper case for upper case letters
     * @param flags those of {@code + #} and blank that are given
     * @param precision negative where none is given
     */
    public static String of(double value, char kind, String flags, int precision) {
        String sign =
                value < 0 || 1 / value < 0 ? "-" : flags.indexOf('+') >= 0 ? "+" : flags.indexOf(' ') >= 0 ? " " : "";
        double size = Math.abs(value);
        int digits = precision < 0 ? 6 : Math.min(precision, 300);
        String body;
        if (Double.isNaN(size) || Double.isInfinite(size)) {
            body = Double.isNaN(size) ? "nan" : "inf";
        } else {
            body = switch (Character.toLowerCase(kind)) {
                case 'e' -> exponent(size, digits);
                case 'g' -> general(size, Math.max(1, digits), flags.indexOf('#') >= 0);
                default ->
                    new BigDecimal(size)
                            .setScale(digits, RoundingMode.HALF_EVEN)
                            .toPlainString();
            };
        }
        return sign + (Character.isUpperCase(kind) ? body.toUpperCase(Locale.ROOT) : body);
    }

    private static String exponent(double value, int digits) {
        if (value == 0) {
            return "0" + (digits > 0 ? "." + "0".repeat(digits) : "") + "e+00";
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal rounded = exact.round(new java.math.MathContext(digits + 1, RoundingMode.HALF_EVEN));
        String all = rounded.unscaledValue().toString();
        int power = all.length() - 1 - rounded.scale();
        all = all.length() > digits + 1 ? all.substring(0, digits + 1) : all + "0".repeat(digits + 1 - all.length());
        return all.charAt(0)
                + (digits > 0 ? "." + all.substring(1) : "")
                + (power < 0 ? "e-" : "e+")
                + (Math.abs(power) < 10 ? "0" : "")
                + Math.abs(power);
    }

    private static String general(double value, int digits, boolean zeros) {
        String scientific = exponent(value, digits - 1);
        int mark = scientific.indexOf('e');
        int power = Integer.parseInt(scientific.substring(mark + 1));
        if (power < -4 || power >= digits) {
            return trimmed(scientific.substring(0, mark), zeros) + scientific.substring(mark);
        }
        return trimmed(
                new BigDecimal(value)
                        .setScale(digits - 1 - power, RoundingMode.HALF_EVEN)
                        .toPlainString(),
                zeros);
    }

    private static String trimmed(String text, boolean zeros) {
        return zeros || text.indexOf('.') < 0 ? text : text.replaceFirst("\\.?0+$", "");
    }

    /** Text padded to a width, by blanks on one side or zeros behind the sign. */
    public static String padded(String text, String flags, int width) {
        int missing = Math.max(0, width - text.length());
        if (flags.indexOf('-') >= 0) {
            return text + " ".repeat(missing);
        }
        boolean number = !text.isEmpty() && Character.isLetterOrDigit(text.charAt(text.length() - 1));
        if (flags.indexOf('0') >= 0 && number && !text.matches("[-+ ]?(inf|nan|INF|NAN)")) {
            int sign = "-+ ".indexOf(text.charAt(0)) >= 0 ? 1 : 0;
            return text.substring(0, sign) + "0".repeat(missing) + text.substring(sign);
        }
        return " ".repeat(missing) + text;
    }
}
