package org.ringlab.virt.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.virt.xml.Element;

/** What may stand in an element; children come in any order, as in an interleave of RELAX NG. */
final class Rule {
    private final String name;
    private final char count;
    private final Map<String, Attribute> attributes = new LinkedHashMap<>();
    private final List<Rule> children = new ArrayList<>();
    private Optional<String> text = Optional.empty();
    private Optional<String[]> guard = Optional.empty();
    private boolean open;

    private record Attribute(boolean required, String value) {}

    /** Why an element breaks its rule. */
    record Breach(Kind kind, Element element, String what) {}

    /** How a rule is broken. */
    enum Kind {
        /** An attribute is missing, unknown or has a wrong value. */
        ATTRIBUTE,
        /** A child that nobody expects. */
        EXTRA,
        /** A child that has to be there isn't. */
        MISSING,
        /** A child breaks its own rule. */
        CHILD,
        /** Its text is no such value. */
        TEXT
    }

    private Rule(String name, char count) {
        this.name = name;
        this.count = count;
    }

    String name() {
        return name;
    }

    /**
     * Reads rules as an indented list: {@code name COUNT :text attribute=value attribute?=value}, where COUNT is {@code !}
     * for one, {@code ?} for at most one, {@code +} and {@code *}; {@code name[type=file]} holds for elements with that
     * attribute only; {@code ~} lets anything in.
     */
    static Rule parse(String lines) {
        List<Rule> path = new ArrayList<>();
        for (String line : lines.split("\n")) {
            if (line.isBlank()) {
                continue;
            }
            int depth = (line.length() - line.stripLeading().length()) / 2;
            Rule rule = one(line.strip().split(" +"));
            while (path.size() > depth) {
                path.removeLast();
            }
            if (!path.isEmpty()) {
                path.getLast().children.add(rule);
            }
            path.add(rule);
        }
        return path.getFirst();
    }

    private static Rule one(String[] words) {
        String first = words[0];
        int bracket = first.indexOf('[');
        char count = words.length > 1 && words[1].length() == 1 ? words[1].charAt(0) : '!';
        Rule rule = new Rule(bracket < 0 ? first : first.substring(0, bracket), count);
        if (bracket >= 0) {
            rule.guard =
                    Optional.of(first.substring(bracket + 1, first.length() - 1).split("="));
        }
        for (int i = 1; i < words.length; i++) {
            String word = words[i];
            int equals = word.indexOf('=');
            if (word.startsWith(":")) {
                rule.text = Optional.of(word.substring(1));
            } else if (word.equals("~")) {
                rule.open = true;
            } else if (equals > 0) {
                boolean optional = word.charAt(equals - 1) == '?';
                String key = word.substring(0, optional ? equals - 1 : equals);
                rule.attributes.put(key, new Attribute(!optional, word.substring(equals + 1)));
            }
        }
        return rule;
    }

    private boolean isFor(Element element) {
        return element.name().equals(name)
                && (guard.isEmpty()
                        || element.attribute(guard.get()[0])
                                .filter(guard.get()[1]::equals)
                                .isPresent());
    }

    /** The first breach; empty where the element follows the rule. */
    Optional<Breach> check(Element element) {
        if (open) {
            return Optional.empty();
        }
        for (Map.Entry<String, Attribute> attribute : attributes.entrySet()) {
            Optional<String> value = element.attribute(attribute.getKey());
            boolean bad = value.isEmpty()
                    ? attribute.getValue().required()
                    : !Values.fits(attribute.getValue().value(), value.get());
            if (bad) {
                return Optional.of(new Breach(Kind.ATTRIBUTE, element, attribute.getKey()));
            }
        }
        for (String key : element.attributes().keySet()) {
            if (!attributes.containsKey(key) && !key.contains(":") && !key.equals("xmlns")) {
                return Optional.of(new Breach(Kind.ATTRIBUTE, element, key));
            }
        }
        if (text.isPresent()) {
            return element.children().isEmpty() && Values.fits(text.get(), element.text())
                    ? Optional.empty()
                    : Optional.of(new Breach(Kind.TEXT, element, text.get()));
        }
        if (!element.text().isBlank()) {
            return Optional.of(new Breach(Kind.TEXT, element, ""));
        }
        return checkChildren(element);
    }

    private Optional<Breach> checkChildren(Element element) {
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (Element child : element.children()) {
            if (children.stream().noneMatch(r -> r.name.equals(child.name()))) {
                return Optional.of(new Breach(Kind.EXTRA, child, child.name()));
            }
            Optional<Rule> rule = children.stream().filter(r -> r.isFor(child)).findFirst();
            Optional<Breach> breach = rule.flatMap(r -> r.check(child));
            if (rule.isEmpty() || breach.isPresent()) {
                return Optional.of(new Breach(Kind.CHILD, child, child.name()));
            }
            int times = seen.merge(child.name(), 1, Integer::sum);
            if (times > 1 && (rule.get().count == '!' || rule.get().count == '?')) {
                return Optional.of(new Breach(Kind.EXTRA, child, child.name()));
            }
        }
        for (Rule rule : children) {
            boolean needed = rule.count == '!' || rule.count == '+';
            if (needed && !seen.containsKey(rule.name)) {
                return Optional.of(new Breach(Kind.MISSING, element, rule.name));
            }
        }
        return Optional.empty();
    }

    /** The breach within a child, for what tells more about it. */
    Optional<Breach> inside(Element child) {
        return children.stream().filter(r -> r.isFor(child)).findFirst().flatMap(r -> r.check(child));
    }
}
