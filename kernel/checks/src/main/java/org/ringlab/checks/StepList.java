package org.ringlab.checks;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.host.ProbeSpec;
import org.ringlab.host.Step;
import org.ringlab.host.tree.Node;
import org.ringlab.host.tree.Places;

/** Reads the probes inside checks: they are written as in a lab file, and numbered from 1 in each check. */
record StepList(Places places, List<Diagnostic> diagnostics) {
    /** The steps of a list; those with errors are reported and left out. */
    List<Step> read(Node list) {
        List<Step> steps = new ArrayList<>();
        for (Node item : list.elements()) {
            Step step = step(item, steps.size() + 1);
            if (step != null) {
                steps.add(step);
            }
        }
        return steps;
    }

    /** The one probe of a check; null, and reported, where there is none. */
    @Nullable
    ProbeSpec probe(Node node, int id) {
        if (node.isMissing()) {
            node.error(
                    "check-probe", "missing: the probe", "as in a lab file: {from: client, kind: ping, to: 10.0.0.1}");
            return null;
        }
        Step step = step(node, id);
        if (step instanceof ProbeSpec probe) {
            return probe;
        }
        if (step != null) {
            node.error("check-probe", "run and wait send nothing", "move them to traffic");
        }
        return null;
    }

    private @Nullable Step step(Node node, int id) {
        Places inside = path -> places.at(path.isEmpty() ? node.path() : node.path() + "." + path);
        ProbeSpec.Parsed parsed = ProbeSpec.read(node.value(), id, inside);
        for (Diagnostic d : parsed.diagnostics()) {
            String fact = d.fact().replaceFirst("^the lab: ", "");
            diagnostics.add(new Diagnostic(d.code(), d.severity(), d.span(), node.path() + "." + fact, d.hint()));
        }
        return parsed.step();
    }
}
