package org.ringlab.jupyter;

import java.util.List;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.jupyter.api.CommandOutput;
import org.ringlab.jupyter.api.GuestRun;
import org.ringlab.jupyter.api.Html;
import org.ringlab.jupyter.api.MemoryMachine;
import org.ringlab.jupyter.api.Plot;
import org.ringlab.jupyter.api.Policy;
import org.ringlab.jupyter.api.Ringlab;
import org.ringlab.jupyter.jshell.ValueRenderer;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.session.CellOutput;
import org.ringlab.jupyter.session.Publisher;
import org.ringlab.jupyter.session.StandardStreams;

/** The variable {@code ringlab} of Java cells. */
final class LabApi implements Ringlab {
    private final Workbench bench;
    private final Publisher publisher;
    private final StandardStreams streams;
    private final ValueRenderer renderer = new ValueRenderer();

    LabApi(Workbench bench, Publisher publisher, StandardStreams streams) {
        this.bench = bench;
        this.publisher = publisher;
        this.streams = streams;
    }

    @Override
    public List<String> hosts() {
        return bench.session().lab().map(Lab::hostNames).orElse(List.of());
    }

    @Override
    public CommandOutput run(String host, String script) {
        if (bench.session().lab().isEmpty()) {
            throw new IllegalArgumentException(bench.noLab() + " " + bench.hintLab());
        }
        CommandResult result = bench.session().run(host, script);
        return new CommandOutput(result.status(), result.stdout(), result.stderr());
    }

    @Override
    public MemoryMachine machine(String mode) {
        return MemoryApi.machine(mode, bench.messages().language());
    }

    @Override
    public Html replace(String policy, int frames, long... pages) {
        return MemoryApi.replace(policy, frames, pages, bench.messages().language());
    }

    @Override
    public Html schedule(String words) {
        return MemoryApi.schedule(words, bench.messages().language());
    }

    @Override
    public int misses(Policy policy, int frames, long... pages) {
        return MemoryApi.misses(policy, frames, pages);
    }

    @Override
    public GuestRun guest(String source, String method) {
        return VmApi.guest(source, method, bench.messages().language());
    }

    @Override
    public Html vm(String words) {
        return VmApi.vm(words, bench.messages().language());
    }

    @Override
    public Plot plot(String title, String xName, String yName, List<String> names, double[] x, double[][] values) {
        return MemoryApi.plot(title, xName, yName, names, x, values);
    }

    @Override
    public void display(Object value) {
        output().display(renderer.render(value));
    }

    @Override
    public void clearOutput() {
        output().clear(false);
    }

    private CellOutput output() {
        return new CellOutput(publisher, streams.current());
    }
}
