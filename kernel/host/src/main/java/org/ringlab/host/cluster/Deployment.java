package org.ringlab.host.cluster;

import java.util.Map;

/** A wanted state: so many replicas of a template, changed step by step when the template changes. */
public final class Deployment {
    private final String name;
    private final Map<String, String> selector;
    private final long createdNanos;
    private PodSpec template;
    private int replicas;
    private int revision = 1;

    Deployment(String name, PodSpec template, int replicas, Map<String, String> selector, long createdNanos) {
        this.name = name;
        this.template = template;
        this.replicas = replicas;
        this.selector = selector;
        this.createdNanos = createdNanos;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** The labels it finds its pods by. */
    public Map<String, String> selector() {
        return selector;
    }

    /** When it was made. */
    public long createdNanos() {
        return createdNanos;
    }

    /** What its pods are to be. */
    public PodSpec template() {
        return template;
    }

    void setTemplate(PodSpec next) {
        template = next;
    }

    /** How many pods it is to have. */
    public int replicas() {
        return replicas;
    }

    void setReplicas(int number) {
        replicas = number;
    }

    /** How often its template changed, and one. */
    public int revision() {
        return revision;
    }

    int nextRevision() {
        return ++revision;
    }
}
