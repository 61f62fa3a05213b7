package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.Optional;
import org.ringlab.netfilter.iptables.ProgramOptions.Known;

/**
 * What {@code iptables-restore} is asked to do.
 *
 * @param counters {@code -c}: counters are restored too
 * @param keep {@code -n}: what is there stays
 * @param testOnly {@code -t}: nothing is put in place
 * @param verbose {@code -v}
 * @param onlyTable {@code -T}: the only table that counts
 * @param file the file to read; empty for the standard input
 * @param notes complaints that stop nothing
 * @param end the answer where nothing is to be restored: a question or a mistake
 */
record RestoreOptions(
        boolean counters,
        boolean keep,
        boolean testOnly,
        boolean verbose,
        Optional<String> onlyTable,
        Optional<String> file,
        String notes,
        Optional<IptablesResult> end) {
    /** The program as its own messages name it. */
    static final String PROGRAM = "iptables-restore";

    private static final List<Known> KNOWN = List.of(
            Known.flag("counters", 'c'),
            Known.flag("verbose", 'v'),
            Known.flag("version", 'V'),
            Known.flag("test", 't'),
            Known.flag("help", 'h'),
            Known.flag("noflush", 'n'),
            Known.valued("modprobe", 'M'),
            Known.valued("table", 'T'),
            Known.loose("wait", 'w'),
            Known.loose("wait-interval", 'W'),
            Known.flag("binary", 'b'));

    private static final String USAGE = """
            Usage: iptables-restore [-c] [-v] [-V] [-t] [-h] [-n] [-w secs] [-W usecs] [-T table] [-M command] [file]
            \t   [ --counters ]
            \t   [ --verbose ]
            \t   [ --version]
            \t   [ --test ]
            \t   [ --help ]
            \t   [ --noflush ]
            \t   [ --wait=<seconds>
            \t   [ --table=<TABLE> ]
            \t   [ --modprobe=<command> ]
            """;

    /** Reads the words after the program's name. */
    static RestoreOptions read(List<String> words, Profile profile) {
        ProgramOptions typed = ProgramOptions.read(PROGRAM, KNOWN, words);
        List<Character> letters =
                typed.options().stream().map(ProgramOptions.Typed::letter).toList();
        Optional<String> onlyTable = typed.options().stream()
                .filter(option -> option.letter() == 'T')
                .map(ProgramOptions.Typed::argument)
                .reduce((first, last) -> last);
        return new RestoreOptions(
                letters.contains('c'),
                letters.contains('n'),
                letters.contains('t'),
                letters.contains('v'),
                onlyTable,
                typed.operands().stream().findFirst(),
                notes(letters),
                end(typed, letters, profile));
    }

    private static String notes(List<Character> letters) {
        return (letters.contains('b') ? "-b/--binary option is not implemented\n" : "")
                + (letters.contains('W') ? "Ignoring deprecated --wait-interval option.\n" : "");
    }

    private static Optional<IptablesResult> end(ProgramOptions typed, List<Character> letters, Profile profile) {
        for (ProgramOptions.Typed option : typed.options()) {
            Optional<IptablesResult> end = end(option, profile);
            if (end.isPresent()) {
                return end;
            }
        }
        String notes = notes(letters);
        if (typed.complaint().isPresent()) {
            return refused(notes + typed.complaint().get() + "Try `iptables-restore -h' for more information.\n");
        }
        if (typed.operands().size() > 1) {
            return refused(notes + "Unknown arguments found on commandline\n");
        }
        return letters.contains('W') && !letters.contains('w')
                ? refused(notes + "Option --wait-interval requires option --wait\n")
                : Optional.empty();
    }

    private static Optional<IptablesResult> refused(String complaint) {
        return Optional.of(new IptablesResult(1, "", complaint));
    }

    /** What an option alone ends the program with. */
    private static Optional<IptablesResult> end(ProgramOptions.Typed option, Profile profile) {
        boolean number = Numbers.parse(option.argument(), Integer.MAX_VALUE).isPresent();
        return switch (option.letter()) {
            case 'h' -> Optional.of(new IptablesResult(0, "", USAGE));
            case 'V' -> Optional.of(new IptablesResult(0, PROGRAM + " " + profile.banner() + "\n", ""));
            case 'w' ->
                number || option.argument().isEmpty() ? Optional.empty() : wrong("wait seconds not numeric", profile);
            case 'W' ->
                number
                        ? Optional.empty()
                        : wrong(
                                option.argument().isEmpty()
                                        ? "wait interval value required"
                                        : "wait interval not numeric",
                                profile);
            default -> Optional.empty();
        };
    }

    /** A wrong value; the real program names line 0, though no line was read. */
    private static Optional<IptablesResult> wrong(String what, Profile profile) {
        return Optional.of(new IptablesResult(
                2,
                "",
                PROGRAM + " " + profile.banner() + ": " + what + "\nError occurred at line: 0\nTry `" + PROGRAM
                        + " -h' or '" + PROGRAM + " --help' for more information.\n"));
    }
}
