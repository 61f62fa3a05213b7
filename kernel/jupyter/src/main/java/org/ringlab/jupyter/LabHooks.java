package org.ringlab.jupyter;

import java.util.Optional;
import org.ringlab.display.Language;
import org.ringlab.host.LabSpec;
import org.ringlab.jupyter.lab.LabOpener;
import org.ringlab.jupyter.lab.LabStore;
import org.ringlab.jupyter.lab.MemoryFiles;
import org.ringlab.jupyter.lab.SavedLab;
import org.ringlab.jupyter.lab.ServiceLink;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.magic.Views;
import org.ringlab.jupyter.session.Cell;
import org.ringlab.jupyter.text.Text;

/** Around every cell: brings the lab back at the first one, and keeps its state after each that changed it. */
final class LabHooks implements NotebookEngine.CellHooks {
    private final Workbench bench;
    private final ServiceLink service;
    private final LabStore own;
    private boolean begun;

    LabHooks(Workbench bench, ServiceLink service, LabStore own) {
        this.bench = bench;
        this.service = service;
        this.own = own;
    }

    @Override
    public void before(Cell cell) {
        bench.ran(cell.id(), cell.code());
        Optional<ServiceLink.Start> start = service.takeStart();
        if (start.isPresent()) {
            bench.messages().speak(Language.of(start.get().language()));
            bench.use(new MemoryFiles(start.get().files()));
            start.get().lab().ifPresent(saved -> restore(cell, saved));
        } else if (!begun && !service.isHosted()) {
            own.load().ifPresent(saved -> restore(cell, saved));
        }
        begun = true;
    }

    private void restore(Cell cell, SavedLab saved) {
        if (cell.code().startsWith("%lab ")) {
            return; // it is about to boot one itself
        }
        Optional<LabSpec> spec = LabOpener.open(bench.files(), saved.lab())
                .flatMap(opened -> Optional.ofNullable(opened.parsed().spec()));
        if (spec.isEmpty()) {
            cell.output().stderr(bench.messages().say(Text.NOT_RESTORED, saved.lab()) + "\n");
            return;
        }
        bench.session().restore(saved.lab(), spec.get(), saved.log());
        String words =
                bench.messages().say(Text.RESTORED, saved.lab(), saved.log().size());
        cell.output().display(Views.remark(words));
    }

    @Override
    public void after(Cell cell) {
        LabStore store = service.isHosted() ? service : own;
        bench.session().takeChange().ifPresent(store::save);
    }
}
