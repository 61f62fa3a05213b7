package org.ringlab.netfilter.iptables;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.iptables.Command.Counts;

/** The options beside verbs and rules: {@code -v -n -x -c --line-numbers}, questions, and waiting. */
final class OutputOptions {
    private static final int LONGEST_COUNT = 18;

    private final TypedOptions typed;
    private final Profile profile;
    private final boolean restoring;
    private Optional<Counts> counts = Optional.empty();
    private Optional<String> answer = Optional.empty();

    OutputOptions(TypedOptions typed, Profile profile, boolean restoring) {
        this.typed = typed;
        this.profile = profile;
        this.restoring = restoring;
    }

    /** How to list. */
    Command.Output output() {
        return new Command.Output(typed.has('v'), typed.has('n'), typed.has('x'), typed.has('0'));
    }

    /** The counters typed. */
    Optional<Counts> counts() {
        return counts;
    }

    /** The answer to a question that ends the command. */
    Optional<String> answer() {
        return answer;
    }

    /** Reads an option. */
    void read(char letter, @Nullable String argument) throws IptablesError {
        switch (letter) {
            case 'v' -> {
                if (!typed.has('v')) {
                    typed.once('v', false);
                }
            }
            case 'n', 'x', '0' -> typed.once(letter, false);
            case 'c' -> {
                typed.once('c', false);
                counters(argument == null ? "" : argument);
            }
            case 'V' -> answer = Optional.of("iptables " + profile.banner() + "\n");
            case 'h' -> answer = Optional.of(Help.text(profile));
            case 'w', 'W' -> await(letter, argument);
            case '6' -> throw IptablesError.bare("");
            default -> {
                // -4, -b and -M change nothing here.
            }
        }
    }

    private void await(char letter, @Nullable String argument) throws IptablesError {
        String seconds =
                argument == null && typed.words().hasArgument() ? typed.words().take() : argument;
        if (restoring) {
            throw IptablesError.parameter("You cannot use `-" + letter + "' from iptables-restore");
        }
        if (seconds != null && Numbers.parse(seconds, Integer.MAX_VALUE).isEmpty()) {
            throw IptablesError.parameter("wait seconds not numeric");
        }
    }

    private void counters(String first) throws IptablesError {
        int comma = first.indexOf(',');
        if (comma < 0) {
            typed.needsWord("-c requires packet and byte counter");
        }
        OptionalLong packets = decimal(comma < 0 ? first : first.substring(0, comma));
        OptionalLong bytes = decimal(comma < 0 ? typed.words().take() : first.substring(comma + 1));
        if (packets.isEmpty()) {
            throw IptablesError.parameter("-c packet counter not numeric");
        }
        if (bytes.isEmpty()) {
            throw IptablesError.parameter("-c byte counter not numeric");
        }
        counts = Optional.of(new Counts(packets.getAsLong(), bytes.getAsLong()));
    }

    /** The number a text begins with. */
    private static OptionalLong decimal(String text) {
        int end = 0;
        while (end < text.length() && end < LONGEST_COUNT && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end == 0 ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text.substring(0, end)));
    }
}
