package org.ringlab.virt.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringlab.virt.Generation;
import org.ringlab.virt.VirError;
import org.ringlab.virt.domain.DomainReader;
import org.ringlab.virt.schema.Rule.Breach;
import org.ringlab.virt.xml.Element;
import org.ringlab.virt.xml.XmlError;
import org.ringlab.virt.xml.XmlParser;
import org.ringlab.virt.xml.XmlResult;

/** Holds documents to libvirt's schemas, and complains as libxml2's RELAX NG validator does. */
public final class Schemas {
    private static final String FOLDER = "/usr/share/libvirt/schemas/";

    /** Elements in the inner interleaves of a domain: there the validator says one thing more. */
    private static final Set<String> INNER = Set.of(
            "name",
            "uuid",
            "title",
            "description",
            "memory",
            "currentMemory",
            "vcpu",
            "vcpus",
            "iothreads",
            "maxMemory");

    private Schemas() {}

    /**
     * What {@code virt-xml-validate} says.
     *
     * @param out on standard output
     * @param err on standard error
     * @param status 0, 1 where it is no XML, 3 where the schema doesn't allow it
     */
    public record Report(String out, String err, int status) {}

    /**
     * A complaint of the validator.
     *
     * @param place the element it is about; empty where it doesn't say
     * @param text the complaint
     */
    private record Complaint(Optional<Element> place, String text) {}

    /** Refuses a text that its schema doesn't allow. */
    public static void validate(String text, String root, String document) throws VirError {
        Element element = DomainReader.root(text, root, document);
        List<Complaint> complaints = complaints(element);
        if (!complaints.isEmpty()) {
            StringBuilder all =
                    new StringBuilder("Unable to validate doc against " + FOLDER + schemaOf(root) + ".rng\n");
            complaints.forEach(c -> all.append(c.text()).append('\n'));
            throw new VirError(VirError.Code.SCHEMA, all.toString());
        }
    }

    private static String schemaOf(String root) {
        return root.equals("pool") ? "storagepool" : root;
    }

    /** Holds a file to a schema; which one follows from its outermost element. */
    public static Report check(String file, String text, String schema, Generation generation) {
        return switch (XmlParser.parse(text)) {
            case XmlResult.Broken broken -> {
                StringBuilder err = new StringBuilder();
                for (XmlError error : broken.errors()) {
                    err.append(error.xmllint(file));
                }
                yield new Report("", err.toString(), 1);
            }
            case XmlResult.Parsed parsed -> validated(file, parsed.root());
        };
    }

    private static Report validated(String file, Element root) {
        if (!Grammars.has(root.name())) {
            return new Report("", "", 4);
        }
        List<Complaint> complaints = complaints(root);
        if (complaints.isEmpty()) {
            return new Report("", file + " validates\n", 0);
        }
        StringBuilder err = new StringBuilder();
        for (Complaint c : complaints) {
            c.place().ifPresent(e -> err.append(file + ":" + e.line() + ": element " + e.name() + ": "));
            err.append("Relax-NG validity error : ").append(c.text()).append('\n');
        }
        return new Report("", err + file + " fails to validate\n", 3);
    }

    private static List<Complaint> complaints(Element root) {
        Rule rule = Grammars.of(root.name());
        List<Complaint> said = new ArrayList<>();
        Optional<Breach> breach = rule.check(root);
        Optional<Element> source = root.child("source");
        boolean remote =
                root.name().equals("pool") && root.attribute("type", "").equals("netfs");
        if (breach.isEmpty()
                && remote
                && source.isPresent()
                && source.get().child("host").isEmpty()) {
            said.add(at(source.get(), "Expecting an element host, got nothing"));
            said.add(at(source.get(), "Invalid sequence in interleave"));
            said.add(at(source.get(), "Element source failed to validate content"));
            said.add(at(root, "Invalid sequence in interleave"));
            said.add(at(root, "Element pool failed to validate content"));
        }
        if (breach.isEmpty()) {
            return said;
        }
        String whole = "Element " + root.name() + " failed to validate ";
        Breach b = breach.get();
        switch (b.kind()) {
            case ATTRIBUTE -> said.add(at(root, whole + (root.name().equals("domain") ? "attributes" : "content")));
            case EXTRA -> said.add(at(b.element(), "Element " + root.name() + " has extra content: " + b.what()));
            case MISSING -> {
                said.add(at(root, "Expecting an element " + b.what() + ", got nothing"));
                for (int i = root.name().equals("domain") ? 0 : 1; i < 2; i++) {
                    said.add(at(root, "Invalid sequence in interleave"));
                }
                said.add(at(root, whole + "content"));
            }
            case TEXT -> said.add(at(root, whole + "content"));
            case CHILD -> child(root, rule, b.element(), said);
        }
        return said;
    }

    private static void child(Element root, Rule rule, Element child, List<Complaint> said) {
        String whole = "Element " + root.name() + " failed to validate content";
        if (child.name().equals("name")) {
            said.add(at(child, "Error validating datatype string"));
            said.add(at(child, "Element name failed to validate content"));
            if (root.name().equals("pool")) {
                said.add(at(root, "Invalid sequence in interleave"));
                said.add(at(root, whole));
            }
            return;
        }
        Optional<Breach> inner = rule.inside(child);
        if (child.name().equals("ip")
                && inner.filter(i -> i.kind() == Rule.Kind.ATTRIBUTE).isPresent()) {
            said.add(at(child, "Invalid attribute " + inner.get().what() + " for element ip"));
        }
        said.add(new Complaint(Optional.empty(), "Extra element " + child.name() + " in interleave"));
        if (root.name().equals("domain") && INNER.contains(child.name())) {
            said.add(at(root, "Invalid sequence in interleave"));
            said.add(at(root, whole));
        } else {
            said.add(at(child, whole));
        }
    }

    private static Complaint at(Element place, String text) {
        return new Complaint(Optional.of(place), text);
    }
}
