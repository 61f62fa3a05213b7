package org.ringlab.jupyter;

import java.util.Optional;
import org.ringlab.display.Language;
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
            bench.setStudent(start.get().student());
            start.get().lab().ifPresent(saved -> restore(cell, saved));
        } else if (!begun && !service.isHosted()) {
            own.load().ifPresent(saved -> restore(cell, saved));
        }
        begun = true;
    }

    private void restore(Cell cell, SavedLab saved) {
        if (saved.restarted() || cell.code().startsWith("%lab ")) {
            bench.offer(saved); // who restarts wants it afresh, or else asks
            return;
        }
        if (bench.restore(saved)) {
            cell.output().display(Views.remark(bench.restored(saved)));
        } else {
            cell.output().stderr(bench.messages().say(Text.NOT_RESTORED, saved.lab()) + "\n");
        }
    }

    @Override
    public void after(Cell cell) {
        keep();
    }

    /** Keeps the lab's state if it has changed, as a widget does it between cells. */
    void keep() {
        bench.session().takeChange().ifPresent(store()::save);
    }

    @Override
    public void restarting() {
        store().restarting();
    }

    private LabStore store() {
        return service.isHosted() ? service : own;
    }
}
