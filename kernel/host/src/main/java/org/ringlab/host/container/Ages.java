package org.ringlab.host.container;

import org.ringlab.common.SimClock;

/** Durations for people. */
public final class Ages {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Ages() {}

    /** As Docker says it (docker/go-units, HumanDuration). */
    public static String docker(long nanos) {
        long seconds = nanos / SimClock.SECOND;
        if (seconds < 1) {
            return "Less than a second";
        } else if (seconds == 1) {
            return "1 second";
        } else if (seconds < MINUTE) {
            return seconds + " seconds";
        } else if (seconds < 2 * MINUTE) {
            return "About a minute";
        } else if (seconds < HOUR) {
            return seconds / MINUTE + " minutes";
        } else if (seconds < 2 * HOUR) {
            return "About an hour";
        } else if (seconds < 2 * DAY) {
            return seconds / HOUR + " hours";
        } else if (seconds < 14 * DAY) {
            return seconds / DAY + " days";
        } else if (seconds < 60 * DAY) {
            return seconds / (7 * DAY) + " weeks";
        }
        return seconds / (30 * DAY) + " months";
    }

    /** As kubectl says it (apimachinery/pkg/util/duration, HumanDuration). */
    public static String kubectl(long nanos) {
        long seconds = nanos / SimClock.SECOND;
        if (seconds < 2 * MINUTE) {
            return seconds + "s";
        }
        long minutes = seconds / MINUTE;
        if (minutes < 10) {
            return seconds % MINUTE == 0 ? minutes + "m" : minutes + "m" + seconds % MINUTE + "s";
        } else if (minutes < 180) {
            return minutes + "m";
        }
        long hours = minutes / 60;
        if (hours < 8) {
            return minutes % 60 == 0 ? hours + "h" : hours + "h" + minutes % 60 + "m";
        } else if (hours < 48) {
            return hours + "h";
        }
        return hours / 24 + "d";
    }
}
