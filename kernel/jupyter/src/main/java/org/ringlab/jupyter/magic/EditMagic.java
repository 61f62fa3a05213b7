package org.ringlab.jupyter.magic;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.List;
import java.util.regex.Matcher;
import org.ringlab.checks.Answers;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.host.files.FileException;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;
import org.ringlab.jupyter.widget.Widgets;
import org.ringlab.jupyter.wire.Parent;

/**
 * {@code %edit HOST:/PATH}: the file in a box to edit, with a button that writes it as {@code %%file} does, so that undo,
 * return and grading know of it. Clients without widgets show the text of such a {@code %%file} cell instead.
 */
public final class EditMagic extends LabMagicBase {
    private static final int MIN_ROWS = 6;
    private static final int MAX_ROWS = 24;

    private final Widgets widgets;
    private final Runnable keep;

    /**
     * For the lab of {@code bench}.
     *
     * @param keep keeps the lab's state: saving happens between cells
     */
    public EditMagic(Workbench bench, Widgets widgets, Runnable keep) {
        super(bench, "%edit HOST:/PATH", Text.ABOUT_EDIT);
        this.widgets = widgets;
        this.keep = keep;
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        Matcher place = FileMagic.PLACE.matcher(call.rest());
        if (!place.matches()) {
            throw new MagicFailureException(say(Text.WHICH_EDIT));
        }
        Lab lab = lab();
        String host = place.group(1);
        String path = place.group(2);
        if (!lab.hasHost(host)) {
            throw new MagicFailureException(
                    say(Text.NO_SUCH_HOST, host), say(Text.HINT_HOSTS, String.join(", ", lab.hostNames())));
        }
        String text = "";
        if (lab.machine(host).files().exists(path)) {
            try {
                text = lab.machine(host).files().read(path);
            } catch (FileException refused) {
                throw new MagicFailureException(path + ": " + refused.getMessage());
            }
        }
        DisplayData plain = new DisplayData("%%file " + host + ":" + path + "\n" + text);
        call.output().display(Widgets.shown(new Panel(call, host, path, text).open(text), plain));
    }

    /** One open editor: a text area, a button, and a line that says what came of it. */
    private final class Panel {
        private final Runnable flush;
        private final Parent parent;
        private final String host;
        private final String path;
        private String text;

        Panel(MagicCall call, String host, String path, String text) {
            flush = call.output().publisher()::flush;
            parent = call.output().parent();
            this.host = host;
            this.path = path;
            this.text = text;
        }

        /** Opens its widgets in the client; the outermost one's id. */
        String open(String begun) {
            int rows = Math.clamp(begun.lines().count() + 2, MIN_ROWS, MAX_ROWS);
            String area = widgets.textArea(parent, begun, rows, edited -> text = edited);
            String said = widgets.html(parent, Views.escape(host + ":" + path));
            String button = widgets.button(parent, say(Text.SAVE), () -> {
                widgets.setHtml(said, Views.escape(save()));
                flush.run();
            });
            String below = widgets.box(parent, false, List.of(button, said));
            return widgets.box(parent, true, List.of(area, below));
        }

        /** What came of it. */
        private String save() {
            if (session().lab().filter(lab -> lab.hasHost(host)).isEmpty()) {
                return say(Text.NO_SUCH_HOST, host);
            }
            CommandResult result = session().run(host, Answers.fileScript(path, text));
            keep.run();
            return result.ok()
                    ? say(Text.SAVED, host + ":" + path, text.lines().count())
                    : result.stderr().strip();
        }
    }
}
