package org.ringlab.service.kernels;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A kernel as a student sees it: one id for its whole life, though the process behind it is replaced by a restart. Relays
 * between the process and the connected clients, and answers what the kernel asks of the service.
 */
public final class HostedKernel {
    private static final System.Logger LOG = System.getLogger(HostedKernel.class.getName());
    /** Channels a client may write to; {@code ringlab} is not among them. */
    private static final Set<String> CLIENT_CHANNELS = Set.of("shell", "control", "stdin");

    private final String id;
    private final String owner;
    private final KernelServices services;
    private final InstantSource clock;
    private final List<KernelClient> clients = new CopyOnWriteArrayList<>();
    private final ReplyRoutes routes = new ReplyRoutes();
    private final Missed missed = new Missed();
    /** Read without the lock: writing to a kernel may block, and nobody else may wait for that. */
    private volatile @Nullable KernelProcess process;

    private volatile String notebook;
    private boolean started;
    private boolean restarted;
    private volatile String executionState = "starting";
    private volatile Instant lastActivity;
    private volatile boolean met;

    HostedKernel(String id, String owner, String notebook, KernelServices services, InstantSource clock) {
        this.id = id;
        this.owner = owner;
        this.notebook = notebook;
        this.services = services;
        this.clock = clock;
        this.lastActivity = clock.instant();
    }

    /** Puts a new process behind this kernel; the one before is dead or about to be killed. */
    synchronized void attach(PooledKernel fresh, boolean withLog) {
        executionState = "starting";
        routes.clear();
        started = false;
        restarted = !withLog;
        KernelProcess next = fresh.process();
        process = next;
        executionState = "idle";
        fresh.handOver(message -> fromKernel(next, message));
        if (!notebook.isEmpty()) {
            startSession();
        }
    }

    /**
     * Tells which notebook the kernel serves; a session learns it after the kernel was made.
     *
     * @param path the notebook's path
     */
    public synchronized void serve(String path) {
        if (!path.equals(notebook)) {
            boolean renamed = !notebook.isEmpty() && started;
            notebook = path;
            if (!renamed) {
                startSession();
            }
        }
    }

    private synchronized void startSessionOnce() {
        if (!started) {
            startSession();
        }
    }

    private synchronized void startSession() {
        started = true;
        SessionStart start = services.sessionStart(owner, notebook);
        send(Messages.create("ringlab", "session_start", restarted ? start.afterRestart() : start));
    }

    /**
     * Takes a message from a client to the kernel.
     *
     * @param client who sent it; replies go there
     * @param message a message for shell, control or stdin; others are dropped, as clients have no say there
     */
    public void fromClient(KernelClient client, KernelMessage message) {
        if (!CLIENT_CHANNELS.contains(message.channel())) {
            return;
        }
        lastActivity = clock.instant();
        JsonNode header = Messages.read(message.header());
        routes.expect(header.path("msg_id").asText(), client);
        if (header.path("msg_type").asText().equals("execute_request")) {
            startSessionOnce();
        }
        send(message);
    }

    private void fromKernel(KernelProcess source, KernelMessage message) {
        if (!isBackedBy(source)) {
            return; // the last words of a process that was replaced
        }
        String type = Messages.read(message.header()).path("msg_type").asText();
        if (message.channel().equals("ringlab")) {
            ofTheService(type, message);
            return;
        }
        lastActivity = clock.instant();
        if (type.equals("status")) {
            executionState =
                    Messages.read(message.content()).path("execution_state").asText("unknown");
        }
        deliver(message);
    }

    private void ofTheService(String type, KernelMessage message) {
        JsonNode content = Messages.read(message.content());
        String path = notebook();
        try {
            switch (type) {
                case "state_save" -> services.saveState(owner, path, content);
                case "submit_request" -> submit(path, message.header(), content);
                case "attempt_request" ->
                    send(Messages.create(
                            "ringlab",
                            "attempt_reply",
                            message.header(),
                            Map.of(
                                    "attempt",
                                    services.nextAttempt(
                                            owner, content.path("exercise").asText()))));
                default -> LOG.log(System.Logger.Level.WARNING, "kernel " + id + " sent an unknown " + type);
            }
        } catch (RuntimeException e) {
            // A database that is away must not end the kernel; the next state_save holds everything again.
            LOG.log(System.Logger.Level.ERROR, type + " of kernel " + id + " failed", e);
        }
    }

    /** On a thread of its own: a submission may take a second, and outputs must not wait for it. */
    private void submit(String path, String requestHeader, JsonNode content) {
        Thread.ofVirtual().name("submit-" + id).start(() -> {
            Object reply;
            try {
                reply = services.submit(owner, path, content);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "%submit of kernel " + id + " failed", e);
                reply = Map.of("ok", false, "error", "提交没有成功，请稍后再试。 The submission failed; try again later.");
            }
            send(Messages.create("ringlab", "submit_reply", requestHeader, reply));
        });
    }

    private void send(KernelMessage message) {
        KernelProcess current = process;
        try {
            if (current != null) {
                current.send(message);
            }
        } catch (IOException e) {
            // Its death is noticed by the reader; clients hear of it there.
            LOG.log(System.Logger.Level.DEBUG, "kernel " + id + " is gone: " + e.getMessage());
        }
    }

    /** Sends a message to whom it concerns: a reply to who asked, everything else to all. */
    void deliver(KernelMessage message) {
        if (!message.channel().equals("iopub")) {
            Optional<KernelClient> asker = routes.askerOf(message);
            if (asker.isPresent()) {
                asker.get().deliver(message);
                return;
            }
        }
        if (clients.isEmpty()) {
            missed.keep(message);
        }
        clients.forEach(client -> client.deliver(message));
    }

    /**
     * Connects a client; what the kernel said while nobody was connected is delivered first.
     *
     * @param client the client
     */
    public void connect(KernelClient client) {
        met = true;
        lastActivity = clock.instant();
        missed.take().forEach(client::deliver);
        clients.add(client);
    }

    /**
     * Disconnects a client; the kernel goes on.
     *
     * @param client the client
     */
    public void disconnect(KernelClient client) {
        clients.remove(client);
        routes.forget(client);
    }

    /** Ends the current cell with an error, as the stop button does. */
    public void interrupt() {
        send(Messages.create("control", "interrupt_request", Map.of()));
    }

    /** Kills the process without a word to the clients, for a restart. */
    void detach() {
        KernelProcess old = process;
        process = null;
        if (old != null) {
            old.kill();
        }
    }

    /** Kills the process; its death is then noticed, and the kernel restarted with its lab. */
    void kill() {
        KernelProcess current = process;
        if (current != null) {
            current.kill();
        }
    }

    /** Ends the kernel for good. */
    void end() {
        executionState = "dead";
        detach();
        deliver(Messages.status("dead"));
        clients.forEach(KernelClient::kernelGone);
        clients.clear();
    }

    private boolean isBackedBy(KernelProcess candidate) {
        return process == candidate;
    }

    /**
     * Runs an action when the present process ends by itself, not by {@link #detach()}.
     *
     * @param action gets the process that ended
     */
    void onDeath(Consumer<KernelProcess> action) {
        KernelProcess current = process;
        if (current != null) {
            current.onExit(() -> {
                if (isBackedBy(current)) {
                    action.accept(current);
                }
            });
        }
    }

    /** The kernel's id in the API. */
    public String id() {
        return id;
    }

    /** User name of the student it serves. */
    public String owner() {
        return owner;
    }

    /** Path of the notebook it serves, or an empty text. */
    public String notebook() {
        return notebook;
    }

    /** Jupyter's execution state: starting, idle, busy, restarting, dead. */
    public String executionState() {
        return executionState;
    }

    /** When anything was last said, by either side. */
    public Instant lastActivity() {
        return lastActivity;
    }

    /** Whether nobody has ever been connected. */
    public boolean untouched() {
        return !met;
    }

    /** Connected clients. */
    public int connections() {
        return clients.size();
    }

    /** Resident memory in bytes; 0 without a process. */
    public long residentBytes() {
        KernelProcess current = process;
        return current == null ? 0 : current.residentBytes();
    }
}
