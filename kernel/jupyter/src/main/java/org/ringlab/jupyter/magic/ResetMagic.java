package org.ringlab.jupyter.magic;

import org.ringlab.host.Lab;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;

/** {@code %reset HOST|lab|NAME}: back to the start, for one host or all; or back to a checkpoint. */
public final class ResetMagic extends LabMagicBase {
    /** For the lab of {@code bench}. */
    public ResetMagic(Workbench bench) {
        super(bench, "%reset HOST|lab|NAME", Text.ABOUT_RESET);
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        Lab lab = lab();
        String what = call.argument(0).orElse("");
        if (what.equals("lab") || what.equals("start")) {
            call.output().stdout(say(Text.RESET_LAB, session().resetLab()) + "\n");
        } else if (lab.hasHost(what)) {
            call.output().stdout(say(Text.RESET_HOST, what, session().resetHost(what)) + "\n");
        } else if (session().returnTo(what)) {
            call.output().stdout(say(Text.RETURNED, what) + "\n");
        } else {
            throw new MagicFailureException(
                    say(Text.NOTHING_TO_RESET, what),
                    say(
                            Text.HINT_RESET,
                            String.join(", ", lab.hostNames()),
                            session().marks().isEmpty()
                                    ? "-"
                                    : String.join(", ", session().marks())));
        }
    }
}
