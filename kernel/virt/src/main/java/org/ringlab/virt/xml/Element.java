package org.ringlab.virt.xml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** An element of an XML document: attributes in order, and either text or children. Documents are edited in place. */
public final class Element {
    private final String name;
    private final int line;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Element> children = new ArrayList<>();
    private String text = "";
    private boolean open;

    /** An empty element of a document under way. */
    public Element(String name) {
        this(name, 0);
    }

    /**
     * An element that was read.
     *
     * @param line where its start tag ends, from 1; 0 where it was not read
     */
    Element(String name, int line) {
        this.name = name;
        this.line = line;
    }

    /** An element with attributes, as name and value in turn. */
    public static Element of(String name, String... attributes) {
        Element element = new Element(name);
        for (int i = 0; i + 1 < attributes.length; i += 2) {
            element.set(attributes[i], attributes[i + 1]);
        }
        return element;
    }

    /** An element that holds text. */
    public static Element text(String name, String text) {
        return new Element(name).setText(text);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its line in the text it was read from; 0 where there is none. */
    public int line() {
        return line;
    }

    /** Its attributes, in order. */
    public Map<String, String> attributes() {
        return Collections.unmodifiableMap(attributes);
    }

    /** The value of an attribute. */
    public Optional<String> attribute(String key) {
        return Optional.ofNullable(attributes.get(key));
    }

    /** The value of an attribute, or what stands for it. */
    public String attribute(String key, String otherwise) {
        return attributes.getOrDefault(key, otherwise);
    }

    /** Sets an attribute. */
    public Element set(String key, String value) {
        attributes.put(key, value);
        return this;
    }

    /** Sets an attribute where there is a value. */
    public Element set(String key, Optional<String> value) {
        value.ifPresent(v -> attributes.put(key, v));
        return this;
    }

    /** Removes an attribute. */
    public Element unset(String key) {
        attributes.remove(key);
        return this;
    }

    /** The text in it, its children's left out. */
    public String text() {
        return text;
    }

    /** Sets its text. */
    public Element setText(String value) {
        text = value;
        return this;
    }

    /** Its children, in order. */
    public List<Element> children() {
        return Collections.unmodifiableList(children);
    }

    /** Its children of a name. */
    public List<Element> children(String wanted) {
        return children.stream().filter(c -> c.name.equals(wanted)).toList();
    }

    /** Its first child of a name. */
    public Optional<Element> child(String wanted) {
        for (Element child : children) {
            if (child.name.equals(wanted)) {
                return Optional.of(child);
            }
        }
        return Optional.empty();
    }

    /** An attribute of its first child of a name. */
    public Optional<String> attributeOf(String child, String key) {
        return child(child).flatMap(c -> c.attribute(key));
    }

    /** The text of its first child of a name; empty where there is none or it is blank. */
    public Optional<String> textOf(String child) {
        return child(child).map(Element::text).filter(t -> !t.isEmpty());
    }

    /** Adds a child at the end. */
    public Element add(Element child) {
        children.add(child);
        return this;
    }

    /** Adds a child at the end where there is one. */
    public Element add(Optional<Element> child) {
        child.ifPresent(children::add);
        return this;
    }

    /** Adds a child behind {@code index} others. */
    public Element add(int index, Element child) {
        children.add(index, child);
        return this;
    }

    /** Removes the children that a test finds. */
    public void remove(Predicate<Element> gone) {
        children.removeIf(gone);
    }

    /** Puts another child where one stands. */
    public void replace(Element old, Element next) {
        children.set(children.indexOf(old), next);
    }

    /** Puts another child where one stands, or nothing. */
    public void replaceOrRemove(Element old, Optional<Element> next) {
        if (next.isPresent()) {
            replace(old, next.get());
        } else {
            children.remove(old);
        }
    }

    /** Written with two tags even where it holds nothing. */
    public Element open() {
        open = true;
        return this;
    }

    boolean isOpen() {
        return open;
    }

    /** The same again, to be changed on its own. */
    public Element copy() {
        Element copy = new Element(name, line);
        copy.attributes.putAll(attributes);
        children.forEach(c -> copy.children.add(c.copy()));
        copy.text = text;
        copy.open = open;
        return copy;
    }

    @Override
    public String toString() {
        return XmlWriter.write(this);
    }
}
