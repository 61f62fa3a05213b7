package org.ringlab.labfile;

import java.util.List;
import java.util.Map;
import org.ringlab.host.LabSpec;

/** Lab files: YAML or JSON text to a lab, with line and column for everything that is wrong. */
public final class LabFile {
    private LabFile() {}

    /** Reads a lab written in YAML. */
    public static LabSpec.Parsed yaml(String text) {
        return read(TextTree.yaml(text));
    }

    /** Reads a lab written in JSON, alone or as the {@code case} of {@code {"case": …, "outcome": …}}. */
    public static LabSpec.Parsed json(String text) {
        TextTree tree = TextTree.json(text);
        if (tree.value() instanceof Map<?, ?> map && map.get("case") instanceof Map<?, ?> inner) {
            return LabSpec.read(inner);
        }
        return read(tree);
    }

    private static LabSpec.Parsed read(TextTree tree) {
        return tree.isGood()
                ? LabSpec.read(tree.value(), tree.places())
                : new LabSpec.Parsed(null, List.copyOf(tree.diagnostics()));
    }
}
