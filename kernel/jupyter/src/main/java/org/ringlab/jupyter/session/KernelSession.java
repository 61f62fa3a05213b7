package org.ringlab.jupyter.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.history.HistoryManager.ResultFlag;
import io.github.spencerpark.jupyter.messages.publish.PublishStatus;
import io.github.spencerpark.jupyter.messages.reply.CompleteReply;
import io.github.spencerpark.jupyter.messages.reply.HistoryReply;
import io.github.spencerpark.jupyter.messages.reply.InspectReply;
import io.github.spencerpark.jupyter.messages.reply.ShutdownReply;
import io.github.spencerpark.jupyter.messages.request.CommInfoRequest;
import io.github.spencerpark.jupyter.messages.request.CompleteRequest;
import io.github.spencerpark.jupyter.messages.request.HistoryRequest;
import io.github.spencerpark.jupyter.messages.request.InspectRequest;
import io.github.spencerpark.jupyter.messages.request.IsCompleteRequest;
import io.github.spencerpark.jupyter.messages.request.ShutdownRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.ringlab.jupyter.wire.BadMessageException;
import org.ringlab.jupyter.wire.Channel;
import org.ringlab.jupyter.wire.MessageCodec;
import org.ringlab.jupyter.wire.Parent;
import org.ringlab.jupyter.wire.Request;
import org.ringlab.jupyter.wire.Transport;
import org.ringlab.jupyter.wire.WireMessage;

/**
 * The handlers of every message, the same over each transport.
 *
 * <p>Shell requests are answered one after another by one thread, control requests by another, so that an interrupt
 * overtakes a running cell. A message that can't be read is logged and skipped; a request that nobody knows is answered
 * with an error.
 */
public final class KernelSession implements AutoCloseable {
    /** A message of the hosting service; see {@link Channel#RINGLAB}. */
    public interface ServiceListener extends Consumer<Request> {}

    /** A shell request and its place in the order of arrival. */
    private record Arrived(long sequence, Request request) {}

    private final MessageCodec codec;
    private final Transport transport;
    private final Publisher publisher;
    private final StandardInput input;
    private final CellEngine engine;
    private final Comms comms;
    private final HistoryStore history = new HistoryStore();
    private final ExecuteHandler execute;
    private final ServiceListener service;
    private final Consumer<String> log;
    private final LinkedBlockingQueue<Arrived> shell = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Request> control = new LinkedBlockingQueue<>();
    private final AtomicLong arrivals = new AtomicLong();
    private volatile long abortUpTo;

    /** The parts of a kernel that its session ties together. */
    public record Parts(
            MessageCodec codec,
            Transport transport,
            Publisher publisher,
            StandardStreams streams,
            StandardInput input,
            Comms comms,
            CellEngine engine,
            ServiceListener service,
            Consumer<String> log) {}

    /** A session of these parts; {@link #run} starts it. */
    public KernelSession(Parts parts) {
        codec = parts.codec();
        transport = parts.transport();
        publisher = parts.publisher();
        input = parts.input();
        engine = parts.engine();
        comms = parts.comms();
        service = parts.service();
        log = parts.log();
        execute = new ExecuteHandler(codec, publisher, parts.streams(), input, engine, history);
    }

    /** Serves until shutdown or until the other side has gone. */
    public void run() {
        daemon("ringlab-shell", this::serveShell);
        daemon("ringlab-control", this::serveControl);
        publisher.status(Parent.none(), PublishStatus.STARTING);
        transport.run(this::receive);
    }

    private static void daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void receive(Channel channel, WireMessage wire) {
        Request request;
        try {
            request = codec.decode(channel, wire);
        } catch (BadMessageException bad) {
            log.accept("skipped on " + channel.wireName() + ": " + bad.getMessage());
            return;
        }
        switch (channel) {
            case SHELL -> shell.add(new Arrived(arrivals.incrementAndGet(), request));
            case CONTROL -> control.add(request);
            case STDIN -> input.answered(request);
            case RINGLAB -> service.accept(request);
            case IOPUB -> log.accept("skipped: nobody may send on iopub");
        }
    }

    private void serveShell() {
        forever(() -> {
            Arrived next = shell.take();
            // An interrupt from now on is meant for this cell; one before has put it among those to abort.
            engine.begin();
            if (next.request().type().equals("execute_request") && next.sequence() <= abortUpTo) {
                answer(next.request(), ExecuteHandler::aborted);
            } else {
                serve(next.request());
            }
        });
    }

    private void serveControl() {
        forever(() -> serve(control.take()));
    }

    /** One turn of a serving thread. */
    private interface Turn {
        void take() throws InterruptedException;
    }

    private void forever(Turn turn) {
        while (true) {
            try {
                turn.take();
            } catch (InterruptedException stray) {
                log.accept("a stray interrupt of " + Thread.currentThread().getName());
            } catch (RuntimeException | StackOverflowError | LinkageError ours) {
                // A defect of the kernel; the next request may well be served.
                log.accept("can't serve a request: " + ours);
            }
        }
    }

    private void serve(Request request) {
        switch (request.type()) {
            case "execute_request" -> answer(request, () -> executed(request));
            case "kernel_info_request" -> answer(request, () -> KernelInfo.reply(codec));
            case "complete_request" -> answer(request, () -> completed(request.content(CompleteRequest.class)));
            case "inspect_request" -> answer(request, () -> inspected(request.content(InspectRequest.class)));
            case "is_complete_request" ->
                answer(
                        request,
                        () -> codec.tree(engine.isComplete(
                                request.content(IsCompleteRequest.class).getCode())));
            case "history_request" -> answer(request, () -> remembered(request.content(HistoryRequest.class)));
            case "comm_info_request" -> answer(request, () -> codec.tree(comms.info(target(request))));
            case "interrupt_request" -> answer(request, this::interrupt);
            case "shutdown_request" -> shutdown(request);
            case "comm_open" -> busy(request, () -> comms.opened(request));
            case "comm_msg" -> busy(request, () -> comms.received(request));
            case "comm_close" -> busy(request, () -> comms.closed(request));
            default -> unknown(request);
        }
    }

    /** Makes the content of a reply. */
    private interface Answer {
        JsonObject content();
    }

    private void answer(Request request, Answer answer) {
        busy(request, () -> {
            String reply = request.type().replaceFirst("_request$", "_reply");
            JsonObject content;
            try {
                content = answer.content();
            } catch (RuntimeException | StackOverflowError | LinkageError ours) {
                log.accept("can't answer a " + request.type() + ": " + ours);
                content = error("KernelError", "the kernel can't answer this: " + ours);
            }
            transport.send(
                    request.channel(), codec.encode(reply, content, new JsonObject(), List.of(), request.parent()));
        });
    }

    private void busy(Request request, Runnable work) {
        publisher.status(request.parent(), PublishStatus.BUSY);
        try {
            work.run();
        } finally {
            publisher.status(request.parent(), PublishStatus.IDLE);
        }
    }

    private JsonObject executed(Request request) {
        JsonObject reply = execute.execute(request);
        boolean failed = reply.get("status").getAsString().equals("error");
        if (failed && request.content().get("stop_on_error").getAsBoolean()) {
            abortUpTo = arrivals.get();
        }
        return reply;
    }

    private JsonObject completed(CompleteRequest request) {
        String code = request.getCode();
        CompleteReply found = engine.complete(code, Positions.utf16(code, request.getCursorPos()));
        return codec.tree(new CompleteReply(
                found.getMatches(),
                Positions.codePoints(code, found.getCursorStart()),
                Positions.codePoints(code, found.getCursorEnd()),
                found.getMetadata()));
    }

    private JsonObject inspected(InspectRequest request) {
        String code = request.getCode();
        int detail = code.isEmpty() ? 0 : request.getDetailLevel();
        Optional<DisplayData> found = engine.inspect(code, Positions.utf16(code, request.getCursorPos()), detail);
        JsonObject reply = codec.tree(new InspectReply(found.isPresent(), found.orElseGet(DisplayData::new)));
        for (String key : List.of("data", "metadata")) {
            if (!reply.has(key)) {
                reply.add(key, new JsonObject());
            }
        }
        reply.remove("transient");
        return reply;
    }

    private JsonObject remembered(HistoryRequest request) {
        Set<ResultFlag> flags = EnumSet.noneOf(ResultFlag.class);
        if (request.includeOutput()) {
            flags.add(ResultFlag.INCLUDE_OUTPUT);
        }
        if (request instanceof HistoryRequest.Search search && search.filterUnique()) {
            flags.add(ResultFlag.UNIQUE);
        }
        return codec.tree(new HistoryReply(
                switch (request.getAccessType()) {
                    case TAIL -> history.lookupTail(((HistoryRequest.Tail) request).getMaxReturnLength(), flags);
                    case RANGE -> {
                        HistoryRequest.Range range = (HistoryRequest.Range) request;
                        yield history.lookupRange(range.getSessionIndex(), range.getStart(), range.getStop(), flags);
                    }
                    case SEARCH -> {
                        HistoryRequest.Search search = (HistoryRequest.Search) request;
                        yield history.search(search.getPattern(), search.getMaxReturnLength(), flags);
                    }
                }));
    }

    private static String target(Request request) {
        String target = request.content(CommInfoRequest.class).getTargetName();
        return target == null ? "" : target;
    }

    private JsonObject interrupt() {
        abortUpTo = arrivals.get();
        engine.interrupt();
        return new JsonObject();
    }

    private void shutdown(Request request) {
        boolean restart = request.content(ShutdownRequest.class).isRestart();
        if (restart) {
            engine.restarting();
        }
        answer(request, () -> codec.tree(restart ? ShutdownReply.SHUTDOWN_AND_RESTART : ShutdownReply.SHUTDOWN));
        close();
    }

    private void unknown(Request request) {
        if (request.type().endsWith("_request")) {
            answer(request, () -> error("UnknownRequest", "this kernel doesn't know " + request.type()));
        } else {
            log.accept("skipped an unknown message: " + request.type());
        }
    }

    private static JsonObject error(String name, String message) {
        JsonObject content = new JsonObject();
        content.addProperty("status", "error");
        content.addProperty("ename", name);
        content.addProperty("evalue", message);
        content.add("traceback", new JsonArray());
        return content;
    }

    /** Ends the session: what was printed goes out, then {@link #run} returns. */
    @Override
    public void close() {
        publisher.close();
        engine.interrupt();
        transport.close();
    }
}
