package org.ringlab.netfilter.iptables;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.TimeMatch;

/** {@code -m time} (extensions/libxt_time.c). */
final class TimeExtension implements Extension<Match> {
    /** What stands behind each part of a date but the last, and the range of each. */
    private static final String DATE_ENDS = "--T::";

    private static final int[] DATE_FIRST = {1970, 0, 0, 0, 0, 0};
    private static final int[] DATE_LAST = {2038, 12, 31, 23, 59, 59};
    private static final int LAST_WEEKDAY_BIT = 31;

    private int from;
    private int to = TimeMatch.DAY - 1;
    private int weekdays = TimeMatch.ALL_WEEKDAYS;
    private int monthDays = TimeMatch.ALL_MONTH_DAYS;
    private long firstSecond;
    private long lastSecond = TimeMatch.NO_END;
    private boolean kernelZone;
    private boolean contiguous;

    @Override
    public String name() {
        return "time";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(
                ExtensionOption.of("datestart").plain(),
                ExtensionOption.of("datestop").plain(),
                ExtensionOption.of("timestart").plain(),
                ExtensionOption.of("timestop").plain(),
                ExtensionOption.of("weekdays"),
                ExtensionOption.of("monthdays"),
                ExtensionOption.flag("localtz").without("utc"),
                ExtensionOption.flag("utc").without("localtz"),
                ExtensionOption.flag("kerneltz").without("utc"),
                ExtensionOption.flag("contiguous"));
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        switch (option) {
            case "datestart" -> firstSecond = date(argument);
            case "datestop" -> lastSecond = date(argument);
            case "timestart" -> from = clock(argument);
            case "timestop" -> to = clock(argument);
            case "weekdays" -> weekdays = weekdays(argument) ^ (inverted ? TimeMatch.ALL_WEEKDAYS : 0);
            case "monthdays" -> monthDays = monthDays(argument) ^ (inverted ? TimeMatch.ALL_MONTH_DAYS : 0);
            case "localtz" -> {
                words.warn("WARNING: --localtz is being replaced by --kerneltz, since \"local\" is ambiguous. Note the"
                        + " kernel timezone has caveats - see manpage for details.\n");
                kernelZone = true;
            }
            case "kerneltz" -> kernelZone = true;
            case "contiguous" -> contiguous = true;
            default -> kernelZone = false;
        }
    }

    /** Seconds since 1970; parts left out are the first possible, and month or day 0 is the last one before. */
    private static long date(String text) throws IptablesError {
        long[] part = {0, 1, 1, 0, 0, 0};
        String rest = text;
        for (int i = 0; ; i++) {
            CNumber number = CNumber.read(rest, 10);
            part[i] = number.value() & 0xFFFF_FFFFL;
            boolean last = number.end() == rest.length();
            boolean separated = !last && i < DATE_ENDS.length() && rest.charAt(number.end()) == DATE_ENDS.charAt(i);
            if (part[i] < DATE_FIRST[i] || part[i] > DATE_LAST[i] || !last && !separated) {
                throw IptablesError.parameter(
                        "Invalid date \"" + text + "\" specified. Should be YYYY[-MM[-DD[Thh[:mm[:ss]]]]]");
            }
            if (last) {
                break;
            }
            rest = rest.substring(number.end() + 1);
        }
        LocalDate date =
                LocalDate.of((int) part[0], 1, 1).plusMonths(part[1] - 1).plusDays(part[2] - 1);
        return date.toEpochDay() * TimeMatch.DAY + part[3] * 3600 + part[4] * 60 + part[5];
    }

    /** Hours and minutes, and seconds where there are any; the complaint names what is left from the wrong part on. */
    private static int clock(String text) throws IptablesError {
        int seconds = 0;
        String rest = text;
        for (int i = 0; i < 3; i++) {
            CNumber number = CNumber.read(rest, 10);
            long value = number.value() & 0xFFFF_FFFFL;
            boolean last = number.end() == rest.length();
            boolean separated = !last && i < 2 && rest.charAt(number.end()) == ':';
            if (value > (i == 0 ? 23 : 59) || !separated && !(last && i > 0)) {
                throw IptablesError.parameter("invalid time \"" + rest
                        + "\" specified, should be hh:mm[:ss] format and within the boundaries");
            }
            seconds += (int) value * (i == 0 ? 3600 : i == 1 ? 60 : 1);
            if (last) {
                break;
            }
            rest = rest.substring(number.end() + 1);
        }
        return seconds;
    }

    /** Names, of which two letters count, or numbers from Monday. */
    private static int weekdays(String text) throws IptablesError {
        int bits = 0;
        for (String typed : words(text)) {
            String word = typed.substring(0, Math.min(3, typed.length()));
            OptionalLong number = word.isEmpty() ? OptionalLong.of(0) : Numbers.parse(word, LAST_WEEKDAY_BIT);
            if (number.isPresent() && number.getAsLong() == 0) {
                throw IptablesError.parameter("No, the week does NOT begin with Sunday.");
            }
            bits |= 1 << (number.isPresent() ? (int) number.getAsLong() : weekday(word));
        }
        return bits;
    }

    /** The words between commas; behind the last comma nothing need stand. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>(List.of(text.split(",", -1)));
        if (words.getLast().isEmpty()) {
            words.removeLast();
        }
        return words;
    }

    private static int weekday(String word) throws IptablesError {
        for (int i = 0; i < TimeMatch.DAY_NAMES.size(); i++) {
            if (word.length() >= 2 && word.regionMatches(0, TimeMatch.DAY_NAMES.get(i), 0, 2)) {
                return i + 1;
            }
        }
        throw IptablesError.parameter(word + " is not a valid day specifier");
    }

    private static int monthDays(String text) throws IptablesError {
        int bits = 0;
        for (String typed : words(text)) {
            String word = typed.substring(0, Math.min(2, typed.length()));
            OptionalLong day = word.isEmpty() ? OptionalLong.of(0) : Numbers.parse(word, 31);
            if (day.isEmpty()) {
                throw IptablesError.parameter(word + " is not a valid day for --monthdays");
            }
            bits |= 1 << (int) day.getAsLong();
        }
        return bits;
    }

    @Override
    public void check() throws IptablesError {
        if (contiguous && from < to) {
            throw IptablesError.parameter(
                    "time: --contiguous only makes sense when stoptime is smaller than starttime");
        }
    }

    @Override
    public Match finish() {
        return new TimeMatch(from, to, weekdays, monthDays, firstSecond, lastSecond, kernelZone, contiguous);
    }
}
