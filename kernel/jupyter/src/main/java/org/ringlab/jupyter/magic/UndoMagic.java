package org.ringlab.jupyter.magic;

import java.util.Optional;
import org.ringlab.host.LoggedCommand;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;

/** {@code %undo}: takes back the last commands cell. */
public final class UndoMagic extends LabMagicBase {
    /** For the lab of {@code bench}. */
    public UndoMagic(Workbench bench) {
        super(bench, "%undo", Text.ABOUT_UNDO);
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        lab();
        Optional<LoggedCommand> undone = session().undo();
        call.output()
                .stdout(undone.map(command -> say(Text.UNDONE, command.host()) + "\n"
                                + command.script().strip().indent(2))
                        .orElseGet(() -> say(Text.NOTHING_TO_UNDO) + "\n"));
    }
}
