package org.ringlab.jupyter.magic;

import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;

/** {@code %checkpoint [NAME]}: remembers the lab's state. */
public final class CheckpointMagic extends LabMagicBase {
    /** For the lab of {@code bench}. */
    public CheckpointMagic(Workbench bench) {
        super(bench, "%checkpoint [NAME]", Text.ABOUT_CHECKPOINT);
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        int commands = lab().log().size();
        String name = call.argument(0).orElseGet(() -> "c" + (session().marks().size() + 1));
        session().mark(name);
        call.output().stdout(say(Text.MARKED, name, commands, name, name) + "\n");
    }
}
