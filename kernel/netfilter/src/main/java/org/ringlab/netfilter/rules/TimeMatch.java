package org.ringlab.netfilter.rules;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code -m time} (net/netfilter/xt_time.c), by the host's clock, which runs in UTC.
 *
 * @param from second of the day, 0 to 86399
 * @param to second of the day; below {@code from} the span goes over midnight
 * @param weekdays bit n for the n-th day from Monday, bit 1 to 7
 * @param monthDays bit n for the n-th of a month, bit 1 to 31
 * @param firstSecond seconds since 1970
 * @param lastSecond seconds since 1970
 * @param kernelZone {@code --kerneltz}: the same here, since the kernel's zone is UTC
 * @param contiguous what lies behind midnight belongs to the day before
 */
public record TimeMatch(
        int from,
        int to,
        int weekdays,
        int monthDays,
        long firstSecond,
        long lastSecond,
        boolean kernelZone,
        boolean contiguous)
        implements Match {
    /** Seconds of a day. */
    public static final int DAY = 86_400;

    /** Monday to Sunday. */
    public static final int ALL_WEEKDAYS = 0xFE;

    /** The 1st to the 31st. */
    public static final int ALL_MONTH_DAYS = 0xFFFF_FFFE;

    /** The last second where none is given. */
    public static final long NO_END = Integer.MAX_VALUE;

    /** The names of the days from Monday. */
    public static final List<String> DAY_NAMES = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

    @Override
    public boolean matches(PacketContext packet) {
        long now = packet.epochSeconds();
        if (now < firstSecond || now > lastSecond) {
            return false;
        }
        long second = now % DAY;
        boolean withinDay = from < to;
        if (withinDay ? second < from || second > to : second < from && second > to) {
            return false;
        }
        boolean dayBefore = !withinDay && contiguous && second <= to;
        LocalDate date = LocalDate.ofEpochDay(now / DAY - (dayBefore ? 1 : 0));
        return (weekdays >>> date.getDayOfWeek().getValue() & 1) == 1 && (monthDays >>> date.getDayOfMonth() & 1) == 1;
    }

    private boolean isWholeDay() {
        return from == 0 && to == DAY - 1;
    }

    private static String clock(int second) {
        return String.format("%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
    }

    private static String date(long second, char between) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
        return time.toLocalDate() + "" + between + clock((int) (second % DAY));
    }

    private String weekdayNames() {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= DAY_NAMES.size(); i++) {
            if ((weekdays >>> i & 1) == 1) {
                names.add(DAY_NAMES.get(i - 1));
            }
        }
        return String.join(",", names);
    }

    private String monthDayNumbers(boolean ordinal) {
        List<String> days = new ArrayList<>();
        for (int i = 1; i <= 31; i++) {
            if ((monthDays >>> i & 1) == 1) {
                days.add(i + (ordinal ? suffix(i) : ""));
            }
        }
        return String.join(",", days);
    }

    private static String suffix(int day) {
        if (day / 10 == 1) {
            return "th";
        }
        return switch (day % 10) {
            case 1 -> "st";
            case 2 -> "nd";
            case 3 -> "rd";
            default -> "th";
        };
    }

    /** The last second is printed even where none was typed, as the real program does. */
    @Override
    public String text() {
        return "-m time"
                + (isWholeDay() ? "" : " --timestart " + clock(from) + " --timestop " + clock(to))
                + (monthDays == ALL_MONTH_DAYS ? "" : " --monthdays " + monthDayNumbers(false))
                + (weekdays == ALL_WEEKDAYS ? "" : " --weekdays " + weekdayNames())
                + (firstSecond == 0 ? "" : " --datestart " + date(firstSecond, 'T'))
                + (lastSecond == 0 ? "" : " --datestop " + date(lastSecond, 'T'))
                + (kernelZone ? " --kerneltz" : "")
                + (contiguous ? " --contiguous" : "");
    }

    @Override
    public String listing(boolean numeric) {
        return "TIME"
                + (isWholeDay() ? "" : " from " + clock(from) + " to " + clock(to))
                + (weekdays == ALL_WEEKDAYS ? "" : " on " + weekdayNames())
                + (monthDays == ALL_MONTH_DAYS ? "" : " on " + monthDayNumbers(true))
                + (firstSecond == 0 ? "" : " starting from " + date(firstSecond, ' '))
                + (lastSecond == NO_END ? "" : " until date " + date(lastSecond, ' '))
                + (kernelZone ? "" : " UTC")
                + (contiguous ? " contiguous" : "");
    }
}
