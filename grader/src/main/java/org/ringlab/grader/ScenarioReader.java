package org.ringlab.grader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Check;
import org.ringlab.checks.CheckReader;
import org.ringlab.checks.Hints;
import org.ringlab.checks.Parsed;
import org.ringlab.common.Diagnostic;
import org.ringlab.host.HostSpec;
import org.ringlab.host.LabSpec;
import org.ringlab.host.tree.Node;
import org.ringlab.host.tree.Places;

/** Reads scenarios: {@code lab}, {@code after}, {@code rename}, {@code checks} and their common {@code hints} of an exercise's files. */
public final class ScenarioReader {
    private final Places places;
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    private ScenarioReader(Places places) {
        this.places = places;
    }

    /**
     * Reads the scenario whose keys stand in {@code tree}; other keys there are the caller's.
     *
     * @param id the scenario's id
     * @param tree the mapping that holds the keys
     * @param places where the mapping's nodes stand
     * @param earlier ids of checks that may be needed and must not be repeated
     */
    public static Parsed<Scenario> read(String id, Map<String, Object> tree, Places places, Set<String> earlier) {
        return read(id, tree, places, earlier, LabSpec.Known.NOTHING);
    }

    /** The same where parts of the lab may have been read before. */
    static Parsed<Scenario> read(
            String id, Map<String, Object> tree, Places places, Set<String> earlier, LabSpec.Known known) {
        ScenarioReader reader = new ScenarioReader(places);
        Scenario scenario = reader.scenario(id, tree, earlier, known);
        boolean good = reader.diagnostics.stream().noneMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
        return new Parsed<>(good ? scenario : null, reader.diagnostics);
    }

    private @Nullable Scenario scenario(String id, Map<String, Object> tree, Set<String> earlier, LabSpec.Known known) {
        Node root = Node.root(tree, places, diagnostics);
        LabSpec.Parsed lab =
                LabSpec.read(tree.get("lab"), path -> places.at(path.isEmpty() ? "lab" : "lab." + path), known);
        for (Diagnostic d : lab.diagnostics()) {
            String fact = d.fact().startsWith("the lab:") ? d.fact() : "lab." + d.fact();
            diagnostics.add(new Diagnostic(d.code(), d.severity(), d.span(), fact, d.hint()));
        }
        List<Scenario.Step> after = new ArrayList<>();
        for (Node step : root.child("after").elements()) {
            step.onlyKeys(List.of("host", "run"));
            after.add(new Scenario.Step(
                    step.child("host").required("the host"), step.child("run").required("the command")));
        }
        Map<String, String> rename = new LinkedHashMap<>();
        root.child("rename").children().forEach((word, node) -> rename.put(word, node.text("")));
        List<Check> checks =
                CheckReader.read(root.child("checks"), places, diagnostics, earlier, Hints.read(root.child("hints")));
        if (lab.spec() == null) {
            return null;
        }
        requireHosts(root, lab.spec(), after);
        if (!lab.spec().steps().isEmpty()) {
            root.child("lab").child("probes").error("lab-probes", "a lab of an exercise has no probes", "use checks");
        }
        return new Scenario(id, lab.spec(), after, rename, checks);
    }

    private static void requireHosts(Node root, LabSpec lab, List<Scenario.Step> after) {
        Set<String> hosts =
                new TreeSet<>(lab.hosts().stream().map(HostSpec::name).toList());
        for (Scenario.Step step : after) {
            if (!hosts.contains(step.host())) {
                root.child("after")
                        .error(
                                "scenario-host",
                                "there is no host `" + step.host() + "`",
                                "hosts: " + String.join(", ", hosts));
            }
        }
    }
}
