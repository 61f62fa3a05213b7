package org.ringlab.host.shell;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Session;

/** Variables that bash makes itself, unless somebody sets them. */
final class ShellVariables {
    /** bash's own generator of {@code RANDOM} (Park and Miller), so that a seed gives the same numbers. */
    private static final long MULTIPLIER = 16807;

    private static final long MODULUS = Integer.MAX_VALUE;

    private ShellVariables() {}

    /** The value of one of them; null for other names. */
    static @Nullable String value(Session session, String name) {
        boolean old = session.home().profile() == Profile.CENTOS7;
        return switch (name) {
            case "UID", "EUID" -> "0";
            case "SECONDS" -> String.valueOf(seconds(session) - session.secondsFrom());
            case "EPOCHSECONDS" -> old ? null : String.valueOf(SimClock.BOOT_EPOCH_SECONDS + seconds(session));
            case "RANDOM" -> String.valueOf(random(session, old));
            case "LINENO" ->
                session.where().replaceFirst("^.*: line ([0-9]+): $", "$1").replaceFirst("^.*: $", "1");
            case "SHLVL" -> String.valueOf(session.depth() + 1);
            case "BASH" -> "/bin/bash";
            case "BASHPID" -> String.valueOf(session.process().pid());
            case "BASH_VERSION" -> old ? "4.2.46(2)-release" : "5.2.15(1)-release";
            case "HOSTTYPE" -> "x86_64";
            case "OPTIND" -> "1";
            case "OSTYPE" -> "linux-gnu";
            case "PPID" -> String.valueOf(session.process().parentPid());
            case "PS4" -> "+ ";
            case "MACHTYPE" -> old ? "x86_64-redhat-linux-gnu" : "x86_64-pc-linux-gnu";
            default -> null;
        };
    }

    /** Whether an assignment to one of them means something else than a value that is kept: it is done then. */
    static boolean assigned(Session session, String name, String value) {
        if (name.equals("RANDOM")) {
            session.seedRandom(number(value));
            return true;
        }
        if (name.equals("SECONDS")) {
            session.setSecondsFrom(seconds(session) - number(value));
            return true;
        }
        // bash keeps FUNCNAME to itself
        return name.equals("FUNCNAME");
    }

    private static long number(String text) {
        return text.matches("-?\\d{1,9}") ? Long.parseLong(text) : 0;
    }

    private static long seconds(Session session) {
        return session.machine().stack().network().clock().nanos() / SimClock.SECOND;
    }

    private static long random(Session session, boolean old) {
        long next = Math.floorMod(session.random(), MODULUS);
        next = (next == 0 ? 123_459_876L : next) * MULTIPLIER % MODULUS;
        session.seedRandom(next);
        return (old ? next : (next >> 16) ^ (next & 0xFFFF)) & 0x7FFF;
    }

    /** {@code FUNCNAME}: the functions that run, the innermost first, and {@code main} where a script calls them. */
    static void callsAre(Session session, Map<String, String> variables) {
        ArrayVariables.clear(variables, "FUNCNAME");
        int index = 0;
        for (String function : session.calls()) {
            variables.put(ArrayVariables.key("FUNCNAME", index++), function);
        }
        if (index > 0 && !session.where().startsWith("bash: ")) {
            variables.put(ArrayVariables.key("FUNCNAME", index), "main");
        }
    }
}
