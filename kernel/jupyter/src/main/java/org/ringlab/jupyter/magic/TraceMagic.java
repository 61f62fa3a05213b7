package org.ringlab.jupyter.magic;

import org.ringlab.display.CommandView;
import org.ringlab.display.JourneyText;
import org.ringlab.display.Journeys;
import org.ringlab.display.LabTopology;
import org.ringlab.display.Language;
import org.ringlab.host.Lab;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;

/** {@code %trace [last|N]}: the ways of all packets of a command. */
public final class TraceMagic extends CommandMagicBase {
    /** For the lab of {@code bench}. */
    public TraceMagic(Workbench bench) {
        super(bench, "%trace [last|N]", Text.ABOUT_TRACE);
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        Lab lab = lab();
        String asked = call.argument(0).orElse("last");
        Journeys journeys = journeys(asked.equals("last") ? session().lastWithEvents() : number(asked));
        Language language = messages().language();
        call.output()
                .display(Views.drawn(
                        JourneyText.of(journeys, language),
                        CommandView.trace(LabTopology.of(lab), journeys, language)));
    }
}
