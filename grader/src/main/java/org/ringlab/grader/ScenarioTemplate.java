package org.ringlab.grader;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.checks.Parsed;
import org.ringlab.common.Diagnostic;
import org.ringlab.host.LabSpec;
import org.ringlab.host.tree.Places;

/**
 * A hidden scenario with its parameters still open.
 *
 * @param id unique in the exercise
 * @param category id of its category
 * @param parameters drawn in this order
 * @param tree the scenario as written, with {@code <name>} wherever a parameter's value goes
 * @param written the addresses that the scenario itself names; none of them is drawn
 */
public record ScenarioTemplate(
        String id, String category, List<Parameter> parameters, Map<String, Object> tree, Set<String> written) {
    private static final List<String> FILLED = List.of("lab", "after", "rename", "hints", "checks");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");

    /** Copies the lists. */
    public ScenarioTemplate {
        parameters = List.copyOf(parameters);
        written = Set.copyOf(written);
    }

    /** A template that finds the addresses written in its tree. */
    public ScenarioTemplate(String id, String category, List<Parameter> parameters, Map<String, Object> tree) {
        this(
                id,
                category,
                parameters,
                tree,
                addressesIn(FILLED.stream().map(tree::get).toList()));
    }

    /**
     * Draws the parameters.
     *
     * @param openLab the public lab's tree; no address in it is drawn, nor one that the scenario names
     * @param taken further values that must not be drawn
     * @return values by name; empty where a parameter has no value left
     */
    public Optional<Map<String, Object>> draw(long seed, Map<String, Object> openLab, Collection<String> taken) {
        Set<String> all = new HashSet<>(taken);
        all.addAll(addressesIn(openLab));
        return draw(seed, all);
    }

    /** Draws the parameters; none gets a value that is taken or written in the scenario. */
    Optional<Map<String, Object>> draw(long seed, Set<String> taken) {
        Set<String> all = new HashSet<>(written);
        all.addAll(taken);
        return ParameterDraw.draw(parameters, seed, all);
    }

    /** The addresses that a tree names. */
    static Set<String> addressesIn(Object tree) {
        Set<String> found = new HashSet<>();
        Matcher address = ADDRESS.matcher(tree.toString());
        while (address.find()) {
            found.add(address.group());
        }
        return found;
    }

    /**
     * The scenario with values in it, laid over the public lab.
     *
     * @param values by parameter name
     * @param open the public lab, and how it was read
     * @param places where the template's nodes stand
     * @param earlier ids of the public checks
     */
    public Parsed<Scenario> fill(Map<String, Object> values, LabSpec.Known open, Places places, Set<String> earlier) {
        Substitution substitution = new Substitution(values);
        Map<String, Object> filled = new LinkedHashMap<>();
        for (String key : FILLED) {
            Object value = substitution.apply(tree.get(key));
            if (value != null) {
                filled.put(key, value);
            }
        }
        Object change = filled.getOrDefault("lab", Map.of());
        filled.put(
                "lab",
                change instanceof Map<?, ?> map && open.tree() instanceof Map<?, ?> base
                        ? LabMerge.merge(base, map)
                        : change);
        Parsed<Scenario> read = ScenarioReader.read(id, filled, places, earlier, open);
        if (substitution.unknown().isEmpty()) {
            return read;
        }
        List<Diagnostic> diagnostics = new ArrayList<>(read.diagnostics());
        diagnostics.add(Diagnostic.error(
                "template-parameter",
                places.at(""),
                "no parameter is called " + String.join(", ", substitution.unknown()),
                "parameters: " + String.join(", ", values.keySet())));
        return new Parsed<>(null, diagnostics);
    }
}
