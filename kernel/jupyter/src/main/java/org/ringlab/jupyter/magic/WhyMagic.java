package org.ringlab.jupyter.magic;

import org.ringlab.display.CommandView;
import org.ringlab.display.Journeys;
import org.ringlab.display.LabTopology;
import org.ringlab.display.Language;
import org.ringlab.host.Lab;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;

/** {@code %why [last|N]}: the first wrong hop of the last exchange that failed, and what else did in the same command. */
public final class WhyMagic extends CommandMagicBase {
    /** For the lab of {@code bench}. */
    public WhyMagic(Workbench bench) {
        super(bench, "%why [last|N]", Text.ABOUT_WHY);
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        Lab lab = lab();
        String asked = call.argument(0).orElse("last");
        int latest = session().lastWithEvents();
        int number = asked.equals("last") ? lastWithLoss(latest) : number(asked);
        if (asked.equals("last") && number < latest) {
            call.output().display(Views.remark(say(Text.EARLIER_FAILURE, number, host(lab, number))));
        }
        Journeys journeys = journeys(number);
        Language language = messages().language();
        call.output()
                .display(Views.drawn(
                        CommandView.whyText(journeys, language),
                        CommandView.why(LabTopology.of(lab), journeys, language)));
    }

    /** The last command that lost a packet; {@code latest} where none did. */
    private int lastWithLoss(int latest) {
        for (int number = latest; number > 0; number--) {
            if (!journeys(number).lost().isEmpty()) {
                return number;
            }
        }
        return latest;
    }

    private static String host(Lab lab, int number) {
        return lab.log().get(number - 1).host();
    }
}
