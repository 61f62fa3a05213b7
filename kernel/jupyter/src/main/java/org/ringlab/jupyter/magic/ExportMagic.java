package org.ringlab.jupyter.magic;

import org.ringlab.display.DownloadView;
import org.ringlab.host.Lab;
import org.ringlab.host.export.LabScript;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;

/** {@code %export}: the lab, with what was typed on it, as a bash script for a real Linux. */
public final class ExportMagic extends LabMagicBase {
    /** For the lab of {@code bench}. */
    public ExportMagic(Workbench bench) {
        super(bench, "%export", Text.ABOUT_EXPORT);
    }

    @Override
    public boolean forCells() {
        return true;
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        Lab lab = lab();
        String script = LabScript.of(lab.spec(), lab.log());
        String name = Views.fileName(lab.spec().name()) + ".sh";
        call.output()
                .display(Views.drawn(
                        script,
                        DownloadView.text(name, "text/x-shellscript", script, say(Text.SAVE_SCRIPT, name, name))));
    }
}
