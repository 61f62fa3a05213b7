package org.ringlab.jupyter.magic;

import java.util.List;
import org.ringlab.display.JourneyHtml;
import org.ringlab.display.JourneyText;
import org.ringlab.display.Journeys;
import org.ringlab.display.LabTopology;
import org.ringlab.display.Language;
import org.ringlab.host.Lab;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;
import org.ringlab.netfilter.event.PacketEvent;

/** {@code %trace [last|N]}: the ways of all packets of a command. */
public final class TraceMagic extends LabMagicBase {
    /** For the lab of {@code bench}. */
    public TraceMagic(Workbench bench) {
        super(bench, "%trace [last|N]", Text.ABOUT_TRACE);
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        Lab lab = lab();
        int number = number(call.argument(0).orElse("last"));
        List<PacketEvent> events = session().eventsOf(number).orElse(List.of());
        Journeys journeys = Journeys.of(events);
        Language language = messages().language();
        call.output()
                .display(Views.drawn(
                        JourneyText.of(journeys, language),
                        JourneyHtml.trace(LabTopology.of(lab), journeys, language)));
    }

    private int number(String word) throws MagicFailureException {
        if (word.equals("last")) {
            return session().lastWithEvents();
        }
        int count = lab().log().size();
        if (!word.matches("\\d{1,6}") || Integer.parseInt(word) < 1 || Integer.parseInt(word) > count) {
            throw new MagicFailureException(say(Text.NO_SUCH_COMMAND, word, count));
        }
        return Integer.parseInt(word);
    }
}
