package org.ringlab.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.host.tree.Node;
import org.ringlab.host.tree.Places;

/**
 * A lab as written in a lab file (format: {@code docs/lab-format.md}).
 *
 * @param name outcomes are named by it
 * @param title one line for people
 * @param notes free text
 * @param source free text: where the lab comes from
 * @param profile the Linux of its hosts
 * @param segments the switches, in order
 * @param hosts the hosts, in order
 * @param services what runs on them
 * @param steps its probes, runs and waits, numbered from 1
 */
public record LabSpec(
        String name,
        Title title,
        String notes,
        String source,
        Profile profile,
        List<String> segments,
        List<HostSpec> hosts,
        List<ServiceSpec> services,
        List<Step> steps) {
    /**
     * A title in both languages; both are the same where only one was written.
     *
     * @param zh Chinese
     * @param en English
     */
    public record Title(String zh, String en) {}

    /**
     * What came of reading a lab.
     *
     * @param spec the lab; null where there are errors
     * @param diagnostics what is wrong, in the order of the file
     */
    public record Parsed(@Nullable LabSpec spec, List<Diagnostic> diagnostics) {
        /**
         * The lab, where the text is known to be good.
         *
         * @throws IllegalArgumentException naming what is wrong, where it isn't
         */
        public LabSpec orThrow() {
            if (spec == null) {
                throw new IllegalArgumentException(String.join(
                        "\n", diagnostics.stream().map(Diagnostic::text).toList()));
            }
            return spec;
        }
    }

    /** Reads a plain tree of maps, lists and scalars, as YAML or JSON readers give it. */
    public static Parsed read(@Nullable Object tree) {
        return read(tree, Places.UNKNOWN);
    }

    /**
     * A tree and the lab that was read from it.
     *
     * @param tree which nobody changes any more
     * @param spec the lab
     */
    public record Known(@Nullable Object tree, @Nullable LabSpec spec) {
        /** Nothing was read before. */
        public static final Known NOTHING = new Known(null, null);

        /** The host that came of this very object at this place, by which its cards are addressed; null where there is none. */
        @Nullable
        HostSpec host(String name, int place, @Nullable Object written) {
            return spec != null
                            && place < spec.hosts().size()
                            && spec.hosts().get(place).name().equals(name)
                            && tree instanceof Map<?, ?> lab
                            && lab.get("hosts") instanceof Map<?, ?> hosts
                            && hosts.get(name) == written
                    ? spec.hosts().get(place)
                    : null;
        }

        /** The service that came of this very object; null where there is none. */
        @Nullable
        ServiceSpec service(int place, @Nullable Object written) {
            return spec != null
                            && place < spec.services().size()
                            && tree instanceof Map<?, ?> lab
                            && lab.get("services") instanceof List<?> services
                            && services.get(place) == written
                    ? spec.services().get(place)
                    : null;
        }
    }

    /** Reads a plain tree whose nodes' places in a text are known. */
    public static Parsed read(@Nullable Object tree, Places places) {
        return read(tree, places, Known.NOTHING);
    }

    /** The same; the hosts and services that a known tree consists of, the very same objects, aren't read again. */
    public static Parsed read(@Nullable Object tree, Places places, Known known) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        LabSpec spec = new LabReader(known).lab(Node.root(tree, places, diagnostics));
        boolean good = diagnostics.stream().noneMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
        return new Parsed(good ? spec : null, List.copyOf(diagnostics));
    }
}
