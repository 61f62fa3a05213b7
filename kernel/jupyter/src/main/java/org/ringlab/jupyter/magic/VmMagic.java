package org.ringlab.jupyter.magic;

import java.util.List;
import java.util.Optional;
import org.ringlab.display.VmView;
import org.ringlab.host.Lab;
import org.ringlab.host.files.FileException;
import org.ringlab.host.vm.VmReply;
import org.ringlab.host.vm.VmVerbs;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;

/**
 * {@code %vm compare GUEST}, {@code trace}, {@code path}, {@code migrate} …: the same words as the command {@code vm}, drawn.
 * Guests are those that come along, or files of the lab's first host.
 */
public final class VmMagic extends LabMagicBase {
    /** For the lab of {@code bench}; it works without one too. */
    public VmMagic(Workbench bench) {
        super(bench, "%vm compare GUEST | trace GUEST | path | migrate GUEST | …", Text.ABOUT_VM);
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        VmReply reply = new VmVerbs(this::text).run(call.arguments());
        if (!reply.problems().isEmpty()) {
            throw new MagicFailureException(String.join("\n", reply.problems()));
        }
        String text = String.join("\n", reply.lines());
        Optional<VmReply.Drawing> drawing = reply.drawing();
        if (drawing.isPresent()) {
            call.output()
                    .display(Views.drawn(
                            text, VmView.of(drawing.get(), messages().language())));
        } else {
            call.output().stdout(text + "\n");
        }
    }

    private Optional<String> text(String name) {
        Optional<Lab> lab = session().lab();
        if (lab.isEmpty()) {
            return Optional.empty();
        }
        List<String> hosts = lab.get().hostNames();
        try {
            return Optional.of(lab.get().machine(hosts.getFirst()).files().read(name));
        } catch (FileException e) {
            return Optional.empty();
        }
    }
}
