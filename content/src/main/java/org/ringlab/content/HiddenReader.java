package org.ringlab.content;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.CellCheckReader;
import org.ringlab.checks.Check;
import org.ringlab.checks.CheckReader;
import org.ringlab.checks.Hints;
import org.ringlab.checks.Parsed;
import org.ringlab.checks.Text;
import org.ringlab.common.Diagnostic;
import org.ringlab.grader.Category;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.Parameter;
import org.ringlab.grader.Scenario;
import org.ringlab.grader.ScenarioTemplate;
import org.ringlab.host.tree.Node;
import org.ringlab.host.tree.Places;
import org.ringlab.labfile.TextTree;
import org.ringlab.netfilter.packet.Ipv4Prefix;

/** Reads the staff's part of an exercise. */
final class HiddenReader {
    private static final List<String> KEYS = List.of("exercise", "checks", "categories", "scenarios");
    private static final List<String> SCENARIO_KEYS =
            List.of("id", "category", "parameters", "lab", "after", "rename", "checks", "hints");

    /** Each template is filled this often while reading, so that what is wrong with it is said to its author. */
    private static final int TRIAL_DRAWS = 3;

    private final ExercisePack open;
    private final @Nullable Object hints;
    private final Places places;
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    private HiddenReader(ExercisePack open, @Nullable Object hints, Places places) {
        this.open = open;
        this.hints = hints;
        this.places = places;
    }

    /**
     * The exercise with its staff's part.
     *
     * @param hints the exercise's ladder as written, for checks whose scenario has none either; null where there is none
     */
    static Parsed<ExercisePack> read(String yaml, ExercisePack open, @Nullable Object hints) {
        TextTree text = TextTree.yaml(yaml);
        if (!text.isGood()) {
            return new Parsed<>(null, text.diagnostics());
        }
        HiddenReader reader = new HiddenReader(open, hints, text.places());
        ExercisePack pack = reader.pack(text.value());
        boolean good = reader.diagnostics.stream().noneMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
        return new Parsed<>(good ? pack : null, reader.diagnostics);
    }

    private ExercisePack pack(@Nullable Object tree) {
        Node root = Node.root(tree, places, diagnostics);
        root.onlyKeys(KEYS);
        String id = root.child("exercise").required("the exercise's id");
        if (!id.equals(open.id())) {
            root.child("exercise").error("hidden-exercise", "it is for `" + id + "`, not for `" + open.id() + "`", "");
        }
        List<Check> checks = CheckReader.read(
                root.child("checks"),
                places,
                diagnostics,
                open.openCheckIds(),
                Hints.read(Node.root(hints, Places.UNKNOWN, diagnostics)));
        CellCheckReader.requireAnswers(root.child("checks"), checks, open.answers(), open.given());
        List<Category> categories = categories(root.child("categories"));
        List<ScenarioTemplate> hidden = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Set<String> checkIds = new HashSet<>();
        checks.forEach(check -> checkIds.add(check.terms().id()));
        for (Node item : root.child("scenarios").elements()) {
            ScenarioTemplate template = template(item, categories);
            if (!ids.add(template.id())) {
                item.child("id").error("scenario-duplicate", "a second scenario is called `" + template.id() + "`", "");
            }
            checkIds.addAll(newCheckIds(item, checkIds));
            tryOut(template, item);
            hidden.add(template);
        }
        return new ExercisePack(
                open.id(),
                open.version(),
                open.title(),
                open.minutes(),
                open.answers(),
                open.given(),
                open.lab(),
                open.open(),
                checks,
                open.feedback(),
                open.attempts(),
                categories,
                hidden);
    }

    /** The ids of a scenario's checks: outcomes, marks and appeals are kept by them, so no other scenario's may be the same. */
    private static Set<String> newCheckIds(Node scenario, Set<String> before) {
        Set<String> ids = new HashSet<>();
        for (Node check : scenario.child("checks").elements()) {
            String id = check.child("id").text("");
            ids.add(id);
            if (before.contains(id)) {
                check.child("id")
                        .error("check-duplicate", "a second check is called `" + id + "`", "rename one of them");
            }
        }
        return ids;
    }

    private static List<Category> categories(Node list) {
        List<Category> categories = new ArrayList<>();
        for (Node item : list.elements()) {
            item.onlyKeys(List.of("id", "title", "hint"));
            categories.add(new Category(
                    item.child("id").required("the category's id"),
                    Text.read(item.child("title")),
                    Text.read(item.child("hint"))));
        }
        return categories;
    }

    private ScenarioTemplate template(Node in, List<Category> categories) {
        in.onlyKeys(SCENARIO_KEYS);
        List<String> known = categories.stream().map(Category::id).toList();
        if (in.child("category").isMissing()) {
            in.child("category").error("scenario-category", "missing: the category", "one of " + known);
        }
        String category = in.child("category").word(known, "category");
        List<Parameter> parameters = new ArrayList<>();
        in.child("parameters").children().forEach((name, node) -> {
            Parameter parameter = parameter(name, node);
            if (parameter != null) {
                parameters.add(parameter);
            }
        });
        Map<String, Object> tree = in.corrected();
        if (hints != null) {
            tree.putIfAbsent("hints", hints);
        }
        return new ScenarioTemplate(
                in.child("id").required("the scenario's id"), category == null ? "" : category, parameters, tree);
    }

    private static @Nullable Parameter parameter(String name, Node in) {
        if (!name.matches("[a-z][a-z0-9-]*")) {
            in.error("parameter-name", "`" + name + "` is no name for a parameter", "small letters, digits, hyphens");
        }
        in.onlyKeys(List.of("pick", "from", "to", "except", "address-in"));
        if (!in.child("pick").isMissing()) {
            List<Object> values = new ArrayList<>();
            for (Node value : in.child("pick").elements()) {
                if (value.value() != null) {
                    values.add(value.value());
                }
            }
            if (new LinkedHashSet<>(values).size() < 2) {
                in.child("pick").error("parameter-pick", "at least two values are needed", "siblings need their own");
                return null;
            }
            return new Parameter.Pick(name, values);
        }
        if (!in.child("address-in").isMissing()) {
            return addressIn(name, in);
        }
        if (in.child("from").isMissing() || in.child("to").isMissing()) {
            in.error("parameter-kind", "how is it drawn?", "pick: […], or from: and to:, or address-in: NETWORK");
            return null;
        }
        int from = in.child("from").number(-1_000_000, 1_000_000, 0);
        int to = in.child("to").number(-1_000_000, 1_000_000, 0);
        if (to <= from) {
            in.child("to").error("parameter-range", "`to` must be above `from`", "");
            return null;
        }
        List<Integer> except = new ArrayList<>();
        in.child("except").oneOrMore().forEach(node -> except.add(node.number(-1_000_000, 1_000_000, 0)));
        return new Parameter.Range(name, from, to, except);
    }

    private static @Nullable Parameter addressIn(String name, Node in) {
        Ipv4Prefix network = in.child("address-in").parsed(Ipv4Prefix::parse, "a network like 192.168.66.0/24");
        List<Ipv4Prefix> except = new ArrayList<>();
        for (Node node : in.child("except").oneOrMore()) {
            Ipv4Prefix prefix = node.parsed(Ipv4Prefix::parse, "an address or a network");
            if (prefix != null) {
                except.add(prefix);
            }
        }
        if (network != null && (network.length() < 8 || network.length() > 29)) {
            in.child("address-in").error("parameter-network", "a network of /8 to /29 is needed", "");
            return null;
        }
        return network == null ? null : new Parameter.AddressIn(name, network, except);
    }

    private void tryOut(ScenarioTemplate template, Node in) {
        Set<String> said = new HashSet<>();
        for (int seed = 1; seed <= TRIAL_DRAWS; seed++) {
            Optional<Map<String, Object>> values = template.draw(seed, open.lab(), List.of());
            if (values.isEmpty()) {
                in.child("parameters").error("parameter-exhausted", "a parameter has no value left to draw", "");
                return;
            }
            Places inside = path -> places.at(path.isEmpty() ? in.path() : in.path() + "." + path);
            Parsed<Scenario> filled = template.fill(values.get(), open.knownLab(), inside, open.openCheckIds());
            List<Diagnostic> found = new ArrayList<>(filled.diagnostics());
            filled.value()
                    .ifPresent(scenario -> CellCheckReader.requireAnswers(
                            Node.root(in.value(), inside, found).child("checks"),
                            scenario.checks(),
                            open.answers(),
                            open.given()));
            for (Diagnostic d : found) {
                if (said.add(d.code() + d.span())) {
                    diagnostics.add(
                            new Diagnostic(d.code(), d.severity(), d.span(), in.path() + "." + d.fact(), d.hint()));
                }
            }
        }
    }
}
