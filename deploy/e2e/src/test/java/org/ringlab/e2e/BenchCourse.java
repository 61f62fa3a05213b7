package org.ringlab.e2e;

import static org.ringlab.e2e.RunningService.ROOT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The course with a heavier white list: its hidden scenarios repeated until there are twenty, and what it means for all packets. */
final class BenchCourse {
    private static final int HIDDEN = 20;
    private static final String WHITE_LIST = "01-forwarding/e3-white-list";
    private static final String SCENARIO = "  - id: ";
    private static final Pattern ID = Pattern.compile("(?m)^(?:  |      )- id: .*$");

    /** What the white list lets through of new connections. */
    private static final String PROOF = """
              - id: meaning
                kind: proof
                host: gw
                chain: FORWARD
                goals:
                  - accept: -s 192.168.66.0/24 -p tcp --dport 80 -m state --state NEW
                  - reject: -m state --state NEW
                title: {zh: 含义, en: Meaning}
                fail: {zh: 不对, en: Wrong}
            """;

    private BenchCourse() {}

    /** Writes it into a folder; the settings that let a service teach it. */
    static Map<String, String> write(Path folder) throws IOException {
        Path lessons = folder.resolve("lessons");
        Path hidden = folder.resolve("hidden");
        Files.createDirectories(folder);
        copy(ROOT.resolve("content/lessons"), lessons);
        copy(ROOT.resolve("content/hidden"), hidden);
        Path open = lessons.resolve("01-forwarding/exercises/e3-white-list/exercise.yaml");
        Files.writeString(open, Files.readString(open).stripTrailing() + "\n" + PROOF);
        Path scenarios = hidden.resolve(WHITE_LIST).resolve("hidden.yaml");
        Files.writeString(scenarios, repeated(Files.readString(scenarios)));
        return Map.of("RINGLAB_LESSONS", lessons.toString(), "RINGLAB_HIDDEN", hidden.toString());
    }

    /** The scenarios again and again, they and their checks under names of their own. */
    private static String repeated(String yaml) {
        int start = yaml.indexOf("\nscenarios:\n") + "\nscenarios:\n".length();
        List<String> scenarios = new ArrayList<>();
        for (String line : yaml.substring(start).split("(?<=\n)")) {
            if (line.startsWith(SCENARIO)) {
                scenarios.add(line);
            } else {
                scenarios.add(scenarios.removeLast() + line);
            }
        }
        StringBuilder all = new StringBuilder(yaml.substring(0, start));
        for (int i = 0; i < HIDDEN; i++) {
            all.append(ID.matcher(scenarios.get(i % scenarios.size())).replaceAll("$0-" + i));
        }
        return all.toString();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
    }
}
