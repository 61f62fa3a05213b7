package org.ringlab.host.command;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The directives of {@code date +FORMAT} in the C locale and UTC (coreutils' nstrftime). */
final class TimeFormat {
    private static final String FLAGS = "-_0^#";

    /** What {@code #} writes small. */
    private static final List<String> SHOUTED = List.of("UTC", "AM", "PM");

    private final String format;
    private final LocalDateTime time;
    private final StringBuilder printed = new StringBuilder();
    private int at;

    private TimeFormat(String format, LocalDateTime time) {
        this.format = format;
        this.time = time;
    }

    /** A time written by a format; a directive that isn't one stays as it is. */
    static String write(String format, LocalDateTime time) {
        TimeFormat writer = new TimeFormat(format, time);
        while (writer.at < format.length()) {
            char c = format.charAt(writer.at++);
            if (c == '%') {
                writer.directive();
            } else {
                writer.printed.append(c);
            }
        }
        return writer.printed.toString();
    }

    /** What a directive prints, and how it is filled up unless flags say otherwise. */
    private record Field(String text, int width, char filler) {
        static Field number(long value, int width) {
            return new Field(String.valueOf(value), width, '0');
        }

        static Field spaced(long value) {
            return new Field(String.valueOf(value), 2, ' ');
        }

        static Field text(String text) {
            return new Field(text, 0, ' ');
        }
    }

    private void directive() {
        int begin = at - 1;
        int flags = at;
        while (at < format.length() && FLAGS.indexOf(format.charAt(at)) >= 0) {
            at++;
        }
        String given = format.substring(flags, at);
        int width = 0;
        while (at < format.length() && Character.isDigit(format.charAt(at))) {
            width = Math.min(width * 10 + format.charAt(at++) - '0', 1000);
        }
        int colons = at;
        while (at < format.length() && format.charAt(at) == ':') {
            at++;
        }
        int colonCount = at - colons;
        @Nullable Field field = at < format.length() ? field(format.charAt(at++), colonCount) : null;
        printed.append(field == null ? format.substring(begin, at) : filled(field, given, width));
    }

    private static String filled(Field field, String flags, int width) {
        char filler = field.filler;
        int least = width > 0 ? width : field.width;
        String text = field.text;
        for (char flag : flags.toCharArray()) {
            switch (flag) {
                case '-' -> least = 0;
                case '_' -> filler = ' ';
                case '0' -> filler = '0';
                case '^' -> text = text.toUpperCase(Locale.ROOT);
                default ->
                    text = SHOUTED.contains(text) ? text.toLowerCase(Locale.ROOT) : text.toUpperCase(Locale.ROOT);
            }
        }
        return String.valueOf(filler).repeat(Math.max(0, least - text.length())) + text;
    }

    private String by(String pattern) {
        return time.format(DateTimeFormatter.ofPattern(pattern, Locale.ROOT));
    }

    private @Nullable Field field(char directive, int colons) {
        int weekday = time.getDayOfWeek().getValue();
        int hour12 = (time.getHour() + 11) % 12 + 1;
        int dayOfYear = time.getDayOfYear() - 1;
        if (colons > 0 && directive != 'z') {
            return null;
        }
        return switch (directive) {
            case 'a' -> Field.text(by("EEE"));
            case 'A' -> Field.text(time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case 'b', 'h' -> Field.text(by("MMM"));
            case 'B' -> Field.text(time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case 'c' -> Field.text(by("EEE MMM ppd HH:mm:ss yyyy"));
            case 'C' -> Field.number(time.getYear() / 100, 2);
            case 'd' -> Field.number(time.getDayOfMonth(), 2);
            case 'D', 'x' -> Field.text(by("MM/dd/yy"));
            case 'e' -> Field.spaced(time.getDayOfMonth());
            case 'F' -> Field.text(by("yyyy-MM-dd"));
            case 'g' -> Field.number(time.get(IsoFields.WEEK_BASED_YEAR) % 100, 2);
            case 'G' -> Field.number(time.get(IsoFields.WEEK_BASED_YEAR), 4);
            case 'H' -> Field.number(time.getHour(), 2);
            case 'I' -> Field.number(hour12, 2);
            case 'j' -> Field.number(time.getDayOfYear(), 3);
            case 'k' -> Field.spaced(time.getHour());
            case 'l' -> Field.spaced(hour12);
            case 'm' -> Field.number(time.getMonthValue(), 2);
            case 'M' -> Field.number(time.getMinute(), 2);
            case 'n' -> Field.text("\n");
            case 'N' -> Field.number(time.getNano(), 9);
            case 'p' -> Field.text(time.getHour() < 12 ? "AM" : "PM");
            case 'P' -> Field.text(time.getHour() < 12 ? "am" : "pm");
            case 'q' -> Field.number(time.get(IsoFields.QUARTER_OF_YEAR), 1);
            case 'r' -> Field.text(by("hh:mm:ss ") + (time.getHour() < 12 ? "AM" : "PM"));
            case 'R' -> Field.text(by("HH:mm"));
            case 's' -> Field.number(time.toEpochSecond(ZoneOffset.UTC), 1);
            case 'S' -> Field.number(time.getSecond(), 2);
            case 't' -> Field.text("\t");
            case 'T', 'X' -> Field.text(by("HH:mm:ss"));
            case 'u' -> Field.number(weekday, 1);
            case 'U' -> Field.number((dayOfYear + 7 - weekday % 7) / 7, 2);
            case 'V' -> Field.number(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2);
            case 'w' -> Field.number(weekday % 7, 1);
            case 'W' -> Field.number((dayOfYear + 7 - (weekday - 1)) / 7, 2);
            case 'y' -> Field.number(time.getYear() % 100, 2);
            case 'Y' -> Field.number(time.getYear(), 4);
            case 'z' -> colons > 3 ? null : Field.text(zone(colons));
            case 'Z' -> Field.text("UTC");
            case '%' -> Field.text("%");
            default -> null;
        };
    }

    private static String zone(int colons) {
        return switch (colons) {
            case 0 -> "+0000";
            case 1 -> "+00:00";
            case 2 -> "+00:00:00";
            default -> "+00";
        };
    }
}
