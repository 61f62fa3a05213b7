package org.ringlab.service.pages;

import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Text;

/**
 * Reads the fields of a form and collects what is wrong with them, field by field: the form is then shown again, with all that
 * was typed. An empty field is 0, or no time.
 */
final class FormReader {
    private final MultivaluedMap<String, String> fields;
    private final String language;
    private final List<Problem> problems = new ArrayList<>();

    /** Reads {@code fields}; problems are told in {@code language}. */
    FormReader(MultivaluedMap<String, String> fields, String language) {
        this.fields = fields;
        this.language = language;
    }

    /**
     * What is wrong with a field.
     *
     * @param field its name, which is its {@code id} on the page too
     * @param label as the page names it
     * @param expected what it should hold, and what it holds
     */
    public record Problem(String field, String label, String expected) {}

    /** What is wrong, in the order in which it was read; empty if nothing is. */
    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Says that something is wrong with a field. */
    void problem(String field, String label, Text expected) {
        problems.add(new Problem(field, label, expected.in(language)));
    }

    /** As typed, without spaces around; empty where nothing was. */
    String text(String field) {
        return typed(fields, field).strip();
    }

    /** The same of fields that nobody reads yet. */
    static String typed(MultivaluedMap<String, String> fields, String field) {
        String value = fields.getFirst(field);
        return value == null ? "" : value;
    }

    /** A whole number from 0. */
    int whole(String field, String label, int most) {
        return number(field, label, most, "的整数", "A whole number", Integer::parseInt)
                .intValue();
    }

    /** A number from 0, whole or not. */
    double number(String field, String label, int most) {
        return number(field, label, most, "的数", "A number", Double::parseDouble).doubleValue();
    }

    private Number number(String field, String label, int most, String zh, String en, Function<String, Number> parse) {
        String text = text(field);
        if (text.isEmpty()) {
            return 0;
        }
        try {
            Number number = parse.apply(text);
            if (number.doubleValue() >= 0 && number.doubleValue() <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        problem(
                field,
                label,
                new Text(
                        "应是 0 到 " + most + " " + zh + "，现在是“" + text + "”。",
                        en + " from 0 to " + most + " was expected, not “" + text + "”."));
        return 0;
    }

    /** A point in time in the service's own zone; null for an empty field. */
    @Nullable
    Instant time(String field, String label) {
        String text = text(field);
        if (text.isEmpty()) {
            return null;
        }
        try {
            return LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant();
        } catch (DateTimeException e) {
            problem(
                    field,
                    label,
                    new Text(
                            "应是日期和时间，如 2026-09-30T23:59，现在是“" + text + "”。",
                            "A date and time such as 2026-09-30T23:59 was expected, not “" + text + "”."));
            return null;
        }
    }
}
