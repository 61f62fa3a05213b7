package org.ringlab.virt.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A program's arguments as glibc's {@code getopt_long} takes them apart: options may stand behind operands. */
final class GetOpt {
    private final List<String[]> options = new ArrayList<>();
    private final List<String> operands = new ArrayList<>();
    private String complaint = "";

    /**
     * Takes arguments apart.
     *
     * @param program what the first argument follows
     * @param letters short options, a colon behind those with a value
     * @param words long options as {@code word=letter}, with {@code =letter:} where they have a value
     */
    GetOpt(String program, List<String> args, String letters, String... words) {
        for (int i = 0; i < args.size() && complaint.isEmpty(); i++) {
            String arg = args.get(i);
            if (arg.equals("--")) {
                operands.addAll(args.subList(i + 1, args.size()));
                return;
            } else if (arg.startsWith("--")) {
                i = takeLong(args, i, words);
            } else if (arg.startsWith("-") && arg.length() > 1) {
                i = takeShort(program, args, i, letters);
            } else {
                operands.add(arg);
            }
        }
    }

    private int takeShort(String program, List<String> args, int index, String letters) {
        String arg = args.get(index);
        for (int j = 1; j < arg.length(); j++) {
            int known = arg.charAt(j) == ':' ? -1 : letters.indexOf(arg.charAt(j));
            boolean last = j + 1 == arg.length();
            if (known < 0) {
                // the program shows the word before the one that getopt hasn't left yet
                String shown = last ? arg : index == 0 ? program : args.get(index - 1);
                complaint = "unrecognized option '" + shown + "'";
                return index;
            }
            boolean valued = known + 1 < letters.length() && letters.charAt(known + 1) == ':';
            if (!valued) {
                options.add(new String[] {String.valueOf(arg.charAt(j)), ""});
            } else if (!last) {
                options.add(new String[] {String.valueOf(arg.charAt(j)), arg.substring(j + 1)});
                return index;
            } else if (index + 1 < args.size()) {
                options.add(new String[] {String.valueOf(arg.charAt(j)), args.get(index + 1)});
                return index + 1;
            } else {
                complaint = "option '" + arg + "' requires an argument";
            }
        }
        return index;
    }

    private int takeLong(List<String> args, int index, String... words) {
        String arg = args.get(index);
        int equals = arg.indexOf('=');
        String word = arg.substring(2, equals < 0 ? arg.length() : equals);
        List<String> found = new ArrayList<>();
        for (String each : words) {
            if (each.startsWith(word + "=")) {
                found.clear();
                found.add(each);
                break;
            }
            if (each.startsWith(word)) {
                found.add(each);
            }
        }
        if (found.size() != 1) {
            complaint = "unrecognized option '" + arg + "'";
            return index;
        }
        String letter = found.getFirst().substring(found.getFirst().indexOf('=') + 1);
        if (!letter.endsWith(":")) {
            options.add(new String[] {letter, ""});
            return index;
        }
        if (equals < 0 && index + 1 == args.size()) {
            complaint = "option '" + arg + "' requires an argument";
            return index;
        }
        options.add(new String[] {
            letter.substring(0, letter.length() - 1), equals < 0 ? args.get(index + 1) : arg.substring(equals + 1)
        });
        return equals < 0 ? index + 1 : index;
    }

    /** What is wrong; empty where nothing is. */
    String complaint() {
        return complaint;
    }

    boolean has(String option) {
        return options.stream().anyMatch(o -> o[0].equals(option));
    }

    /** The last value given. */
    Optional<String> value(String option) {
        return options.stream().filter(o -> o[0].equals(option)).map(o -> o[1]).reduce((a, b) -> b);
    }

    /** All values given. */
    List<String> values(String option) {
        return options.stream().filter(o -> o[0].equals(option)).map(o -> o[1]).toList();
    }

    List<String> operands() {
        return operands;
    }
}
