package org.ringlab.jupyter.magic;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.checks.Answers;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;

/** {@code %%file HOST:/PATH}: the lines below become that file, as if typed into {@code cat >} on the host. */
public final class FileMagic extends LabMagicBase {
    static final Pattern PLACE = Pattern.compile("([^:\\s]+):(/[A-Za-z0-9._/-]*[A-Za-z0-9._-])");

    /** For the lab of {@code bench}. */
    public FileMagic(Workbench bench) {
        super(bench, "%%file HOST:/PATH", Text.ABOUT_FILE);
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
        Matcher place = PLACE.matcher(call.rest());
        if (!place.matches()) {
            throw new MagicFailureException(say(Text.WHICH_FILE));
        }
        Lab lab = lab();
        if (!lab.hasHost(place.group(1))) {
            throw new MagicFailureException(
                    say(Text.NO_SUCH_HOST, place.group(1)), say(Text.HINT_HOSTS, String.join(", ", lab.hostNames())));
        }
        String script = Answers.fileScript(place.group(2), call.body().orElse(""));
        CommandResult result = session().run(place.group(1), script);
        call.output().stdout(result.stdout());
        if (!result.ok()) {
            call.output().stderr(result.stderr());
            call.output().display(Views.remark(say(Text.EXIT_STATUS, result.status())));
        }
    }
}
