package org.ringlab.netfilter.iptables;

import java.time.LocalDate;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.TimeMatch;

/** {@code -m time} (extensions/libxt_time.c). */
final class TimeExtension implements Extension<Match> {
    private static final Pattern DATE = Pattern.compile(
            "(\\d{1,9})(?:-(\\d{1,9})(?:-(\\d{1,9})(?:T(\\d{1,9})(?::(\\d{1,9})(?::(\\d{1,9}))?)?)?)?)?");
    private static final Pattern CLOCK = Pattern.compile("(\\d{1,9}):(\\d{1,9})(?::(\\d{1,9}))?");
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

    /** Seconds since 1970; parts left out are the first possible. */
    private static long date(String text) throws IptablesError {
        Matcher m = DATE.matcher(text);
        if (m.matches()) {
            int year = part(m, 1, 0);
            int month = part(m, 2, 1);
            int day = part(m, 3, 1);
            int hour = part(m, 4, 0);
            int minute = part(m, 5, 0);
            int second = part(m, 6, 0);
            boolean possible = year >= 1970 && year <= 2038 && month <= 12 && day <= 31;
            if (possible && hour <= 23 && minute <= 59 && second <= 59) {
                LocalDate date = LocalDate.of(year, 1, 1).plusMonths(month - 1L).plusDays(day - 1L);
                return date.toEpochDay() * TimeMatch.DAY + hour * 3600L + minute * 60L + second;
            }
        }
        throw IptablesError.parameter(
                "Invalid date \"" + text + "\" specified. Should be YYYY[-MM[-DD[Thh[:mm[:ss]]]]]");
    }

    private static int part(Matcher m, int group, int missing) {
        String digits = m.group(group);
        return digits == null ? missing : Integer.parseInt(digits);
    }

    private static int clock(String text) throws IptablesError {
        Matcher m = CLOCK.matcher(text);
        if (m.matches() && part(m, 1, 0) <= 23 && part(m, 2, 0) <= 59 && part(m, 3, 0) <= 59) {
            return part(m, 1, 0) * 3600 + part(m, 2, 0) * 60 + part(m, 3, 0);
        }
        throw IptablesError.parameter(
                "invalid time \"" + text + "\" specified, should be hh:mm[:ss] format and within the boundaries");
    }

    /** Names, of which two letters count, or numbers from Monday. */
    private static int weekdays(String text) throws IptablesError {
        int bits = 0;
        for (String typed : text.split(",")) {
            String word = typed.substring(0, Math.min(3, typed.length()));
            OptionalLong number = Numbers.parse(word, LAST_WEEKDAY_BIT);
            if (number.isPresent() && number.getAsLong() == 0) {
                throw IptablesError.parameter("No, the week does NOT begin with Sunday.");
            }
            bits |= 1 << (number.isPresent() ? (int) number.getAsLong() : weekday(word));
        }
        return bits;
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
        for (String typed : text.split(",")) {
            String word = typed.substring(0, Math.min(2, typed.length()));
            OptionalLong day = Numbers.parse(word, 31);
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
