package org.ringlab.jupyter.magic;

import org.ringlab.display.ComparisonWords;
import org.ringlab.host.Lab;
import org.ringlab.host.compare.HostComparison;
import org.ringlab.host.compare.HostDump;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;

/** {@code %%compare-real HOST}: what one's own machine printed, pasted below, against a host of the lab. */
public final class CompareRealMagic extends LabMagicBase {
    /** For the lab of {@code bench}. */
    public CompareRealMagic(Workbench bench) {
        super(bench, "%%compare-real HOST", Text.ABOUT_COMPARE_REAL);
    }

    @Override
    public boolean forCells() {
        return true;
    }

    @Override
    public boolean forLines() {
        return false;
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        Lab lab = lab();
        String host = call.argument(0).orElse("");
        if (!lab.hasHost(host)) {
            throw new MagicFailureException(
                    host.isEmpty() ? say(Text.WHICH_HOST) : say(Text.NO_SUCH_HOST, host),
                    say(Text.HINT_HOSTS, String.join(", ", lab.hostNames())));
        }
        HostDump real = HostDump.read(call.body().orElse(""));
        if (real.isEmpty()) {
            throw new MagicFailureException(say(Text.NOTHING_PASTED), say(Text.HINT_PASTE, HostComparison.COMMANDS));
        }
        HostDump own = HostDump.read(
                session().copy().run(host, HostComparison.COMMANDS).stdout());
        ComparisonWords.lines(
                        HostComparison.compare(real, own), host, messages().language())
                .forEach(line -> call.output().stdout(line + "\n"));
        if (!real.unread().isEmpty()) {
            call.output()
                    .display(Views.remark(say(Text.UNREAD_LINE, real.unread().getFirst())));
        }
    }
}
