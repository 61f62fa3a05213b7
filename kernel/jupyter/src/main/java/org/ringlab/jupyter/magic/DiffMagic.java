package org.ringlab.jupyter.magic;

import java.util.List;
import org.ringlab.host.Lab;
import org.ringlab.jupyter.lab.LabDiff;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;

/** {@code %diff start|NAME}: what changed in the hosts' configuration since. */
public final class DiffMagic extends LabMagicBase {
    /** For the lab of {@code bench}. */
    public DiffMagic(Workbench bench) {
        super(bench, "%diff start|NAME", Text.ABOUT_DIFF);
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        lab();
        String since = call.argument(0).orElse("start");
        Lab before = session()
                .copyOf(since)
                .orElseThrow(() -> new MagicFailureException(
                        say(Text.NO_SUCH_MARK, since),
                        say(Text.HINT_MARKS, String.join(", ", session().marks()))));
        List<String> lines = LabDiff.lines(before, session().copy());
        call.output().stdout((lines.isEmpty() ? say(Text.NO_DIFFERENCE) : String.join("\n", lines)) + "\n");
    }
}
