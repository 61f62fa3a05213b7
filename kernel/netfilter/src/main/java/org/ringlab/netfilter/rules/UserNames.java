package org.ringlab.netfilter.rules;

import java.util.List;
import java.util.OptionalLong;

/** The few users that every host knows; groups have the same names and numbers. */
public final class UserNames {
    private record Named(String name, long number) {}

    private static final List<Named> NAMES =
            List.of(new Named("root", 0), new Named("apache", 48), new Named("nobody", 65534));

    private UserNames() {}

    /** The number of a user or group. */
    public static OptionalLong number(String name) {
        return NAMES.stream()
                .filter(n -> n.name.equals(name))
                .mapToLong(Named::number)
                .findFirst();
    }

    /** A user's or group's name, or the number itself. */
    static String name(long number) {
        return NAMES.stream()
                .filter(n -> n.number == number)
                .map(Named::name)
                .findFirst()
                .orElse(Long.toString(number));
    }
}
