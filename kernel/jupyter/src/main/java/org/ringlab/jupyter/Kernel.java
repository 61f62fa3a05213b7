package org.ringlab.jupyter;

import io.github.spencerpark.jupyter.messages.reply.CompleteReply;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.ringlab.display.Language;
import org.ringlab.jupyter.api.CommandOutput;
import org.ringlab.jupyter.api.Ringlab;
import org.ringlab.jupyter.jshell.JavaSession;
import org.ringlab.jupyter.jshell.ValueRenderer;
import org.ringlab.jupyter.magic.HelpMagic;
import org.ringlab.jupyter.magic.LsMagic;
import org.ringlab.jupyter.magic.Magic;
import org.ringlab.jupyter.magic.MagicInsight;
import org.ringlab.jupyter.magic.MagicTable;
import org.ringlab.jupyter.session.Cell;
import org.ringlab.jupyter.session.CellOutput;
import org.ringlab.jupyter.session.Comms;
import org.ringlab.jupyter.session.KernelSession;
import org.ringlab.jupyter.session.Publisher;
import org.ringlab.jupyter.session.StandardInput;
import org.ringlab.jupyter.session.StandardStreams;
import org.ringlab.jupyter.text.Messages;
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
        Messages messages = new Messages(Language.of(System.getenv().getOrDefault("LANG", "en")));
        Publisher publisher = new Publisher(codec, transport);
        StandardStreams streams = new StandardStreams(publisher);
        StandardInput input = new StandardInput(codec, transport, streams, publisher);
        Comms comms = new Comms(codec, publisher);
        Ringlab api = api(publisher, streams);
        JavaSession java = new JavaSession(messages, api, body -> background(body));
        List<Magic> magics = new java.util.ArrayList<>();
        magics.add(new HelpMagic(() -> magics, messages));
        magics.add(new LsMagic(() -> magics));
        MagicTable table = new MagicTable(magics, messages);
        MagicInsight insight = new MagicInsight(table, noHosts(), messages);
        NotebookEngine engine = new NotebookEngine(java, table, insight, noHooks(), messages);
        KernelSession session = new KernelSession(new KernelSession.Parts(
                codec, transport, publisher, streams, input, comms, engine, request -> {}, log));
        return new Kernel(streams, input, session, java);
    }

    private static void background(Runnable body) {
        Thread thread = new Thread(body, "ringlab-jshell-start");
        thread.setDaemon(true);
        thread.start();
    }

    private static NotebookEngine.CellHooks noHooks() {
        return new NotebookEngine.CellHooks() {
            @Override
            public void before(Cell cell) {}

            @Override
            public void after(Cell cell) {}
        };
    }

    private static MagicInsight.Hosts noHosts() {
        return new MagicInsight.Hosts() {
            @Override
            public List<String> names() {
                return List.of();
            }

            @Override
            public CompleteReply complete(String host, String text, int cursor) {
                return new CompleteReply(List.of(), cursor, cursor, Map.of());
            }

            @Override
            public String describe(String host, String word) {
                return "";
            }

            @Override
            public List<String> files() {
                return List.of();
            }
        };
    }

    private static Ringlab api(Publisher publisher, StandardStreams streams) {
        ValueRenderer renderer = new ValueRenderer();
        return new Ringlab() {
            @Override
            public List<String> hosts() {
                return List.of();
            }

            @Override
            public CommandOutput run(String host, String script) {
                throw new IllegalArgumentException("no lab is booted");
            }

            @Override
            public void display(Object value) {
                new CellOutput(publisher, streams.current()).display(renderer.render(value));
            }

            @Override
            public void clearOutput() {
                new CellOutput(publisher, streams.current()).clear(false);
            }
        };
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
