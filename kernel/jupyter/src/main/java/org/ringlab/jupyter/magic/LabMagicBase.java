package org.ringlab.jupyter.magic;

import org.ringlab.host.Lab;
import org.ringlab.jupyter.lab.LabSession;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Messages;
import org.ringlab.jupyter.text.Text;

/** A magic about the lab. */
abstract class LabMagicBase implements Magic {
    private final Workbench bench;
    private final String usage;
    private final Text about;

    LabMagicBase(Workbench bench, String usage, Text about) {
        this.bench = bench;
        this.usage = usage;
        this.about = about;
    }

    @Override
    public final String name() {
        return usage.replaceFirst("^%+", "").split(" ", 2)[0];
    }

    @Override
    public final String usage() {
        return usage;
    }

    @Override
    public final Text about() {
        return about;
    }

    final Workbench bench() {
        return bench;
    }

    final LabSession session() {
        return bench.session();
    }

    final String say(Text text, Object... values) {
        return messages().say(text, values);
    }

    final Messages messages() {
        return bench.messages();
    }

    /** The open lab, or the words that none is. */
    final Lab lab() throws MagicFailureException {
        return session().lab().orElseThrow(() -> new MagicFailureException(bench.noLab(), bench.hintLab()));
    }
}
