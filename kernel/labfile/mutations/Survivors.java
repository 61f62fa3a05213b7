import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Compares the mutants of one slice that no test noticed with those that survivors.txt gives a reason for: java
 * Survivors.java MUTATIONS.csv SURVIVORS.txt SOURCES. Prints figures per class and what is unexplained; status 1 where
 * anything is, or where a mutant could not be judged.
 *
 * <p>A mutant is named by method, mutator and the text of its line, so that lines may move.
 */
final class Survivors {
    private record Mutant(String type, String method, String mutator, int line, String status) {
        boolean noticed() {
            return List.of("KILLED", "TIMED_OUT", "MEMORY_ERROR").contains(status);
        }

        String name(Path sources) throws IOException {
            String file = type.replaceAll("\\$.*", "").replace('.', '/') + ".java";
            String text = Files.readAllLines(sources.resolve(file)).get(line - 1).strip();
            String owner = type.substring(type.lastIndexOf('.') + 1);
            return owner + "." + method + " | " + mutator + " | " + text;
        }
    }

    public static void main(String[] args) throws IOException {
        List<Mutant> mutants = new ArrayList<>();
        for (String row : Files.readAllLines(Path.of(args[0]))) {
            String[] cells = row.split(",");
            String mutator = cells[2].substring(cells[2].lastIndexOf('.') + 1).replace("Mutator", "");
            mutants.add(new Mutant(cells[1], cells[3], mutator, Integer.parseInt(cells[4]), cells[5]));
        }
        List<String> explained = Files.readAllLines(Path.of(args[1])).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(" | ")).strip())
                .toList();
        Map<String, List<Mutant>> byClass =
                mutants.stream().collect(Collectors.groupingBy(Mutant::type, TreeMap::new, Collectors.toList()));
        boolean bad = false;
        for (var entry : byClass.entrySet()) {
            List<Mutant> left = entry.getValue().stream().filter(m -> !m.noticed()).toList();
            List<String> unexplained = new ArrayList<>();
            for (Mutant mutant : left) {
                String name = mutant.name(Path.of(args[2]));
                if (!explained.contains(name)) {
                    unexplained.add("  line " + mutant.line + " " + mutant.status + ": " + name);
                }
            }
            System.out.printf(
                    "%-55s %4d mutants, %4d noticed, %3d survive, %3d unexplained%n",
                    entry.getKey(),
                    entry.getValue().size(),
                    entry.getValue().size() - left.size(),
                    left.size(),
                    unexplained.size());
            unexplained.forEach(System.out::println);
            bad |= !unexplained.isEmpty();
        }
        System.exit(bad ? 1 : 0);
    }
}
