package org.ringlab.service.jupyter;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Which notebook works with which kernel. In memory, as kernels are: after a restart of the service both are gone, and the
 * interface makes new ones.
 */
@ApplicationScoped
public class JupyterSessions {
    private final Map<String, JupyterSession> sessions = new LinkedHashMap<>();

    /**
     * A session.
     *
     * @param id its id
     * @param owner the student
     * @param path the notebook's path; a front end may use any text at first, and name the path later
     * @param name shown name
     * @param type {@code notebook}, {@code console}
     * @param kernelId the kernel
     */
    public record JupyterSession(String id, String owner, String path, String name, String type, String kernelId) {}

    /** Keeps a new session. */
    public synchronized JupyterSession add(String owner, String path, String name, String type, String kernelId) {
        JupyterSession session = new JupyterSession(UUID.randomUUID().toString(), owner, path, name, type, kernelId);
        sessions.put(session.id(), session);
        return session;
    }

    /** Replaces a session by one with the same id. */
    public synchronized void replace(JupyterSession session) {
        sessions.replace(session.id(), session);
    }

    /** A student's session of that id. */
    public synchronized Optional<JupyterSession> find(String owner, String id) {
        return Optional.ofNullable(sessions.get(id))
                .filter(session -> session.owner().equals(owner));
    }

    /** A student's sessions, oldest first. */
    public synchronized List<JupyterSession> list(String owner) {
        return sessions.values().stream()
                .filter(session -> session.owner().equals(owner))
                .toList();
    }

    /** Forgets a session. */
    public synchronized void remove(String id) {
        sessions.remove(id);
    }

    /** Forgets the sessions of a kernel that ended. */
    public synchronized void forgetKernel(String owner, String kernelId) {
        sessions.values()
                .removeIf(session ->
                        session.owner().equals(owner) && session.kernelId().equals(kernelId));
    }
}
