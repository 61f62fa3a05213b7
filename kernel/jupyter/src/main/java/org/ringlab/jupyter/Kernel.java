package org.ringlab.jupyter;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.ringlab.jupyter.jshell.JavaSession;
import org.ringlab.jupyter.lab.FolderFiles;
import org.ringlab.jupyter.lab.FolderStore;
import org.ringlab.jupyter.lab.ServiceLink;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.magic.AnswerMagic;
import org.ringlab.jupyter.magic.AsmMagic;
import org.ringlab.jupyter.magic.CheckMagic;
import org.ringlab.jupyter.magic.CheckpointMagic;
import org.ringlab.jupyter.magic.CompareRealMagic;
import org.ringlab.jupyter.magic.CostMagic;
import org.ringlab.jupyter.magic.DiffMagic;
import org.ringlab.jupyter.magic.EditMagic;
import org.ringlab.jupyter.magic.ExportMagic;
import org.ringlab.jupyter.magic.FileMagic;
import org.ringlab.jupyter.magic.GivenMagic;
import org.ringlab.jupyter.magic.HelpMagic;
import org.ringlab.jupyter.magic.HostMagic;
import org.ringlab.jupyter.magic.LabMagic;
import org.ringlab.jupyter.magic.LsMagic;
import org.ringlab.jupyter.magic.Magic;
import org.ringlab.jupyter.magic.MagicInsight;
import org.ringlab.jupyter.magic.MagicTable;
import org.ringlab.jupyter.magic.MemoryMagic;
import org.ringlab.jupyter.magic.PcapMagic;
import org.ringlab.jupyter.magic.ProveMagic;
import org.ringlab.jupyter.magic.ResetMagic;
import org.ringlab.jupyter.magic.SubmitMagic;
import org.ringlab.jupyter.magic.TraceMagic;
import org.ringlab.jupyter.magic.UndoMagic;
import org.ringlab.jupyter.magic.VirtManagerMagic;
import org.ringlab.jupyter.magic.VmMagic;
import org.ringlab.jupyter.magic.WhyMagic;
import org.ringlab.jupyter.session.Comms;
import org.ringlab.jupyter.session.KernelSession;
import org.ringlab.jupyter.session.Publisher;
import org.ringlab.jupyter.session.StandardInput;
import org.ringlab.jupyter.session.StandardStreams;
import org.ringlab.jupyter.text.Messages;
import org.ringlab.jupyter.widget.Widgets;
import org.ringlab.jupyter.wire.MessageCodec;
import org.ringlab.jupyter.wire.Transport;

/** The parts of one kernel, put together. */
public final class Kernel implements AutoCloseable {
    private final StandardStreams streams;
    private final StandardInput input;
    private final KernelSession session;
    private final JavaSession java;

    private Kernel(StandardStreams streams, StandardInput input, KernelSession session, JavaSession java) {
        this.streams = streams;
        this.input = input;
        this.session = session;
        this.java = java;
    }

    /** A kernel that talks over {@code transport}; JShell starts in the background at once. */
    public static Kernel create(MessageCodec codec, Transport transport, Consumer<String> log) {
        return create(codec, transport, log, Kernel::background);
    }

    /** A kernel that never starts JShell and must not be given a Java cell; it logs nothing. */
    static Kernel withoutJava(MessageCodec codec, Transport transport) {
        return create(codec, transport, line -> {}, start -> {});
    }

    private static Kernel create(MessageCodec codec, Transport transport, Consumer<String> log, Executor background) {
        Messages messages = new Messages(new NotebookLanguage(System.getenv(), Path.of("")).find());
        Publisher publisher = new Publisher(codec, transport);
        StandardStreams streams = new StandardStreams(publisher);
        StandardInput input = new StandardInput(codec, transport, streams, publisher);
        Comms comms = new Comms(codec, publisher);
        ServiceLink service = new ServiceLink(codec, transport, log);
        Workbench bench = new Workbench(new FolderFiles(Path.of("")), messages);
        JavaSession java = new JavaSession(messages, new LabApi(bench, publisher, streams), background);
        LabHooks hooks = new LabHooks(bench, service, new FolderStore(Path.of(""), notebook(), log));
        List<Magic> magics = magics(bench, service);
        Widgets widgets = new Widgets(comms);
        magics.add(new EditMagic(bench, widgets, hooks::keep));
        magics.add(new VirtManagerMagic(bench, widgets, hooks::keep));
        MagicTable table = new MagicTable(magics, messages);
        MagicInsight insight = new MagicInsight(table, new LabHosts(bench), messages);
        NotebookEngine engine = new NotebookEngine(java, table, insight, hooks, messages);
        KernelSession session = new KernelSession(new KernelSession.Parts(
                codec, transport, publisher, streams, input, comms, engine, service::receive, log));
        return new Kernel(streams, input, session, java);
    }

    /** The notebook's name without its extension, as Jupyter servers tell it. */
    private static String notebook() {
        String path = System.getenv().getOrDefault(NotebookLanguage.SESSION_NAME, "notebook");
        String file = path.substring(path.lastIndexOf('/') + 1);
        return file.replaceFirst("\\.ipynb$", "");
    }

    private static void background(Runnable body) {
        Thread thread = new Thread(body, "ringlab-jshell-start");
        thread.setDaemon(true);
        thread.start();
    }

    private static List<Magic> magics(Workbench bench, ServiceLink service) {
        List<Magic> magics = new ArrayList<>();
        magics.add(new LabMagic(bench));
        magics.add(new HostMagic(bench));
        magics.add(new FileMagic(bench));
        magics.add(AnswerMagic.choice(bench));
        magics.add(AnswerMagic.table(bench));
        magics.add(AnswerMagic.probes(bench));
        magics.add(new WhyMagic(bench));
        magics.add(new TraceMagic(bench));
        magics.add(new MemoryMagic(bench));
        magics.add(new AsmMagic(bench));
        magics.add(new GivenMagic(bench, service));
        magics.add(new VmMagic(bench));
        magics.add(new CheckMagic(bench));
        magics.add(new SubmitMagic(bench, service));
        magics.add(new UndoMagic(bench));
        magics.add(new ResetMagic(bench));
        magics.add(new CheckpointMagic(bench));
        magics.add(new DiffMagic(bench));
        magics.add(new CompareRealMagic(bench));
        magics.add(new PcapMagic(bench));
        magics.add(new ExportMagic(bench));
        magics.add(new ProveMagic(bench));
        magics.add(new CostMagic(bench));
        magics.add(new HelpMagic(() -> magics, bench.messages()));
        magics.add(new LsMagic(() -> magics));
        return magics;
    }

    /** From now on {@code System.out}, {@code err} and {@code in} of this process are those of the cells. */
    public void takeStandardStreams() {
        System.setOut(streams.out());
        System.setErr(streams.err());
        System.setIn(input);
    }

    /** Serves until shutdown. */
    public void run() {
        session.run();
    }

    @Override
    public void close() {
        session.close();
        java.close();
    }
}
