package org.ringlab.jupyter.magic;

import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.host.Printed;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;

/**
 * {@code %%host NAME}: the lines below are typed on that host; {@code %host NAME command…} types one line. What the
 * programs say is shown as they say it; a command that fails doesn't make the cell fail.
 */
public final class HostMagic extends LabMagicBase {
    /** For the lab of {@code bench}. */
    public HostMagic(Workbench bench) {
        super(bench, "%%host NAME", Text.ABOUT_HOST);
    }

    @Override
    public boolean forCells() {
        return true;
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        String[] words = call.rest().split("\\s+", 2);
        String host = words[0];
        Lab lab = lab();
        if (!lab.hasHost(host)) {
            throw new MagicFailureException(
                    host.isEmpty() ? say(Text.WHICH_HOST) : say(Text.NO_SUCH_HOST, host),
                    say(Text.HINT_HOSTS, String.join(", ", lab.hostNames())));
        }
        String oneLine = words.length > 1 ? words[1] : "";
        String script = call.body().orElse(oneLine);
        if (call.body().isPresent() && !oneLine.isBlank()) {
            throw new MagicFailureException(say(Text.BELOW_HOST, host), "");
        }
        show(call, script, session().run(host, script));
    }

    private void show(MagicCall call, String script, CommandResult result) {
        for (Printed printed : result.printed()) {
            switch (printed.stream()) {
                case STDOUT -> call.output().stdout(printed.text());
                case STDERR -> call.output().stderr(printed.text());
            }
        }
        if (!result.hints().isEmpty()) {
            call.output().display(Views.hints(script, result.hints(), messages()));
        }
        if (!result.ok()) {
            call.output().display(Views.remark(say(Text.EXIT_STATUS, result.status())));
        }
    }
}
