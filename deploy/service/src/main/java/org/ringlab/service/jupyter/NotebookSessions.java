package org.ringlab.service.jupyter;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.ringlab.service.jupyter.JupyterSessions.JupyterSession;
import org.ringlab.service.kernels.HostedKernel;
import org.ringlab.service.kernels.KernelUnavailableException;

/** Gives notebooks their kernels: one session for each notebook that is open. */
@ApplicationScoped
public class NotebookSessions {
    private static final Logger LOG = Logger.getLogger(NotebookSessions.class);
    /** The session type of notebooks. */
    private static final String NOTEBOOK = "notebook";

    private final JupyterSessions sessions;
    private final KernelHost host;
    private final Contents contents;
    /** Who opens the same notebook twice at once gets one kernel; others don't wait for them (but for a few, by chance). */
    private final Object[] turns =
            IntStream.range(0, 64).mapToObj(i -> new Object()).toArray();

    NotebookSessions(JupyterSessions sessions, KernelHost host, Contents contents) {
        this.sessions = sessions;
        this.host = host;
        this.contents = contents;
    }

    /**
     * Begins to start the kernel of a notebook whose page was asked for, so that it is there when the interface is. Returns at
     * once. When it fails, nothing is lost: the interface asks again, and shows why.
     */
    void begin(String owner, FilePath notebook) {
        Thread.startVirtualThread(() -> {
            try {
                if (contents.exists(owner, notebook)) {
                    open(owner, notebook.text(), notebook.name(), NOTEBOOK);
                }
            } catch (KernelUnavailableException e) {
                LOG.debugf("no kernel yet for %s: %s", notebook.text(), e.getMessage());
            }
        });
    }

    /**
     * The session of a notebook: the one it has, or a new one with a kernel of the pool.
     *
     * @param path the notebook; front ends open sessions before they say for what, then it names no file
     * @throws KernelUnavailableException when there can be no kernel
     */
    @ActivateRequestContext
    JupyterSession open(String owner, String path, String name, String type) {
        synchronized (turn(owner, path)) {
            return running(owner, path, type)
                    .orElseGet(() -> sessions.add(owner, path, name, type, startKernel(owner, path)));
        }
    }

    /**
     * Changes a session. One that was begun for the same notebook, and that nobody has looked at yet, gives way to it: the
     * interface may have asked before it was there.
     */
    void change(JupyterSession changed) {
        synchronized (turn(changed.owner(), changed.path())) {
            sessions.replace(changed);
            for (JupyterSession other : sessions.list(changed.owner())) {
                if (other.path().equals(changed.path()) && !other.id().equals(changed.id()) && unused(other)) {
                    close(other);
                }
            }
        }
    }

    /** Ends a session and its kernel. */
    void close(JupyterSession session) {
        sessions.remove(session.id());
        kernel(session).ifPresent(kernel -> host.kernels().shutdown(kernel));
    }

    private boolean unused(JupyterSession session) {
        return kernel(session).filter(HostedKernel::untouched).isPresent();
    }

    private Optional<HostedKernel> kernel(JupyterSession session) {
        return host.running().flatMap(kernels -> kernels.find(session.owner(), session.kernelId()));
    }

    private Object turn(String owner, String path) {
        return turns[Math.floorMod((owner + '\n' + path).hashCode(), turns.length)];
    }

    /** The session of that path whose kernel lives. */
    Optional<JupyterSession> running(String owner, String path, String type) {
        return sessions.list(owner).stream()
                .filter(session -> session.path().equals(path) && session.type().equals(type))
                .filter(session -> kernel(session).isPresent())
                .findFirst();
    }

    private String startKernel(String owner, String path) {
        String notebook = contents.exists(owner, new FilePath(path)) ? path : "";
        return host.kernels().create(owner, notebook).id();
    }
}
