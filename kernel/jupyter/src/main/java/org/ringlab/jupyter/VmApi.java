package org.ringlab.jupyter;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ringlab.common.Diagnostic;
import org.ringlab.display.JourneyHtml;
import org.ringlab.display.Language;
import org.ringlab.display.VmView;
import org.ringlab.host.vm.VmReply;
import org.ringlab.host.vm.VmVerbs;
import org.ringlab.hypervisor.Counter;
import org.ringlab.hypervisor.Hypervisor;
import org.ringlab.hypervisor.Method;
import org.ringlab.hypervisor.Outcome;
import org.ringlab.hypervisor.Settings;
import org.ringlab.hypervisor.guest.GuestBuild;
import org.ringlab.hypervisor.guest.GuestImage;
import org.ringlab.hypervisor.guest.SampleGuests;
import org.ringlab.hypervisor.text.Ladder;
import org.ringlab.jupyter.api.GuestRun;
import org.ringlab.jupyter.api.Html;

/** Guests for Java cells. */
final class VmApi {
    private static final int STEPS = 60;

    private VmApi() {}

    static GuestRun guest(String source, String word, Language language) {
        Method method = Method.of(word)
                .orElseThrow(() -> new IllegalArgumentException(word + " (allowed: "
                        + Arrays.stream(Method.values()).map(Method::word).collect(Collectors.joining(", ")) + ")"));
        String text = SampleGuests.all().getOrDefault(source, source);
        GuestBuild.Built built = GuestBuild.build("guest", text, method == Method.PARAVIRTUAL);
        GuestImage image = built.image();
        if (image == null) {
            throw new IllegalArgumentException(
                    built.diagnostics().stream().map(Diagnostic::text).collect(Collectors.joining("\n")));
        }
        return new Run(Hypervisor.run(method, image, Settings.DEFAULT), language);
    }

    static Html vm(String words, Language language) {
        VmReply reply =
                new VmVerbs(file -> Optional.empty()).run(List.of(words.strip().split("\\s+")));
        if (!reply.problems().isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", reply.problems()));
        }
        String text = String.join("\n", reply.lines());
        return reply.drawing()
                .map(drawing -> new Html(JourneyHtml.STYLE + VmView.of(drawing, language), text))
                .orElseGet(() -> new Html(JourneyHtml.STYLE + VmView.text(text), text));
    }

    private record Run(Outcome outcome, Language language) implements GuestRun {
        @Override
        public String output() {
            return outcome.output();
        }

        @Override
        public String ending() {
            return outcome.ending().text();
        }

        @Override
        public boolean finished() {
            return outcome.finished();
        }

        @Override
        public long cycles() {
            return outcome.cycles();
        }

        @Override
        public long count(String counter) {
            String name = counter.toUpperCase(Locale.ROOT).replace(' ', '_');
            for (Counter known : Counter.values()) {
                if (known.name().equals(name)) {
                    return outcome.counters().get(known);
                }
            }
            throw new IllegalArgumentException(counter + " (allowed: "
                    + Arrays.stream(Counter.values())
                            .map(known -> known.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "))
                    + ")");
        }

        @Override
        public Map<String, Long> reasons() {
            return outcome.counters().reasons();
        }

        @Override
        public Html trace() {
            List<Ladder.Step> all = Ladder.of(outcome);
            List<Ladder.Step> first = all.subList(0, Math.min(STEPS, all.size()));
            return new Html(
                    JourneyHtml.STYLE + VmView.of(new VmReply.Drawing.OfLadder(first, outcome.method()), language),
                    String.join("\n", Ladder.text(first, outcome.method())));
        }
    }
}
