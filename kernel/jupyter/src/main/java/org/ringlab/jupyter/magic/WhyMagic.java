package org.ringlab.jupyter.magic;

import java.util.List;
import org.ringlab.display.JourneyHtml;
import org.ringlab.display.Journeys;
import org.ringlab.display.LabTopology;
import org.ringlab.display.Language;
import org.ringlab.display.Why;
import org.ringlab.host.Lab;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;

/** {@code %why}: the first wrong hop of what was sent last. */
public final class WhyMagic extends LabMagicBase {
    /** For the lab of {@code bench}. */
    public WhyMagic(Workbench bench) {
        super(bench, "%why", Text.ABOUT_WHY);
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        Lab lab = lab();
        Journeys journeys =
                Journeys.of(session().eventsOf(session().lastWithEvents()).orElse(List.of()));
        Language language = messages().language();
        call.output()
                .display(Views.drawn(
                        Why.of(journeys, language).text(language),
                        JourneyHtml.why(LabTopology.of(lab), journeys, language)));
    }
}
