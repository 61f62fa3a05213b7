package org.ringlab.mmu.replay;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a tree (maps, lists, texts, numbers). What is wrong is remembered and a harmless value returned; the
 * first problem is the one worth telling.
 */
public final class Fields {
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private final Map<?, ?> tree;
    private @Nullable String problem;

    /** The fields of a tree. */
    public Fields(Map<?, ?> tree) {
        this.tree = tree;
    }

    /** What is wrong with the first bad field: its name and what is allowed. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Remembers a problem, if it is the first. */
    public void wrong(String what) {
        if (problem == null) {
            problem = what;
        }
    }

    /** Whether there is a value. */
    public boolean has(String field) {
        return tree.get(field) != null;
    }

    /** An unsigned number, written as hex text or as an integer, of at most {@code bits} bits. */
    public long number(String field, int bits) {
        Object value = tree.get(field);
        if (value == null) {
            wrong(field + ": missing (allowed: " + range(bits) + ")");
            return 0;
        }
        return number(field, value, bits);
    }

    /** The same, or a default where it is missing. */
    public long number(String field, int bits, long absent) {
        return has(field) ? number(field, bits) : absent;
    }

    /** An integer between two bounds. */
    public int integer(String field, int least, int most) {
        Object value = tree.get(field);
        long number = value == null ? -1 : number(field, value, 31);
        if (value == null || number < least || number > most) {
            wrong(field + ": " + (value == null ? "missing" : shown(value)) + " (allowed: " + least + " to " + most
                    + ")");
            return least;
        }
        return (int) number;
    }

    /** The same, or a default where it is missing. */
    public int integer(String field, int least, int most, int absent) {
        return has(field) ? integer(field, least, most) : absent;
    }

    /** One of some words. */
    public String word(String field, List<String> allowed) {
        Object value = tree.get(field);
        if (value instanceof String text && allowed.contains(text)) {
            return text;
        }
        wrong(field + ": " + (value == null ? "missing" : shown(value)) + " (allowed: " + String.join(", ", allowed)
                + ")");
        return allowed.get(0);
    }

    /** A list of lists with so many items each, or fewer where {@code least} says so. */
    public List<List<?>> rows(String field, int least, int most) {
        Object value = tree.get(field);
        if (value instanceof List<?> list) {
            for (Object row : list) {
                if (!(row instanceof List<?> items) || items.size() < least || items.size() > most) {
                    wrong(field + ": " + shown(row) + " (allowed: [address, value] pairs)");
                    return List.of();
                }
            }
            return list.stream().<List<?>>map(row -> (List<?>) row).toList();
        }
        wrong(field + ": " + (value == null ? "missing" : shown(value)) + " (allowed: a list of [address, value])");
        return List.of();
    }

    /** A list of anything. */
    public List<?> list(String field) {
        if (tree.get(field) instanceof List<?> list) {
            return list;
        }
        wrong(field + ": " + (has(field) ? "not a list" : "missing") + " (allowed: a list)");
        return List.of();
    }

    /** A value as a number of at most {@code bits} bits; {@code field} names it in the problem. */
    public long number(String field, @Nullable Object value, int bits) {
        BigInteger number = parse(value);
        if (number == null || number.signum() < 0 || number.compareTo(MOST) > 0 || number.bitLength() > bits) {
            wrong(field + ": " + shown(value) + " (allowed: " + range(bits) + ")");
            return 0;
        }
        return number.longValue();
    }

    private static @Nullable BigInteger parse(@Nullable Object value) {
        if (value instanceof BigInteger number) {
            return number;
        }
        if (value instanceof Integer || value instanceof Long) {
            return BigInteger.valueOf(((Number) value).longValue());
        }
        if (!(value instanceof String text) || text.length() > 40) {
            return null;
        }
        String digits = text.toLowerCase(Locale.ROOT);
        boolean hex = digits.startsWith("0x");
        digits = hex ? digits.substring(2) : digits;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (!(c >= '0' && c <= '9' || hex && c >= 'a' && c <= 'f')) {
                return null;
            }
        }
        return digits.isEmpty() ? null : new BigInteger(digits, hex ? 16 : 10);
    }

    private static String range(int bits) {
        return "0x0 to 0x"
                + BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE).toString(16);
    }

    private static String shown(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
