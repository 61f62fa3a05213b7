package org.ringlab.host.cluster;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ringlab.host.container.Digest;

/** So many pods of one kind: the controller makes what is missing and deletes what is too much. */
public final class ReplicaSet {
    private final String name;
    private final Deployment owner;
    private final String hash;
    private final PodSpec template;
    private final PodSpec plain;
    private final long createdNanos;
    private int wanted;
    private int revision;

    ReplicaSet(Deployment owner, PodSpec template, int revision, long createdNanos) {
        this.owner = owner;
        hash = hash(template);
        plain = template;
        this.template = template.with("pod-template-hash", hash);
        name = owner.name() + "-" + hash;
        this.revision = revision;
        this.createdNanos = createdNanos;
    }

    /** The label that tells the pods of one template from those of another. */
    static String hash(PodSpec template) {
        return Letters.of("template " + template.image() + template.command() + template.arguments(), 10);
    }

    /** Deployment's name and the template's hash. */
    public String name() {
        return name;
    }

    /** Whether it is of that template. */
    public boolean isOf(PodSpec other) {
        return hash.equals(hash(other));
    }

    /** Its template as the deployment had it, without the label of its hash. */
    public PodSpec plainTemplate() {
        return plain;
    }

    /** Whose it is. */
    public Deployment owner() {
        return owner;
    }

    /** {@code pod-template-hash}. */
    public String hash() {
        return hash;
    }

    /** What its pods are. */
    public PodSpec template() {
        return template;
    }

    /** When it was made. */
    public long createdNanos() {
        return createdNanos;
    }

    /** How many it is to have. */
    public int wanted() {
        return wanted;
    }

    void want(int number) {
        wanted = number;
    }

    /** Which of its deployment's revisions it is. */
    public int revision() {
        return revision;
    }

    void setRevision(int number) {
        revision = number;
    }

    /** The labels it finds its pods by. */
    public Map<String, String> selector() {
        Map<String, String> selector = new LinkedHashMap<>(owner.selector());
        selector.put("pod-template-hash", hash);
        return selector;
    }

    /** The letters Kubernetes makes names of: no vowels, so that no words come out. */
    static final class Letters {
        private static final String SAFE = "bcdfghjklmnpqrstvwxz2456789";

        private Letters() {}

        static String of(String text, int length) {
            String digest = Digest.hex(text);
            StringBuilder letters = new StringBuilder();
            for (int i = 0; i < length; i++) {
                letters.append(SAFE.charAt(Integer.parseInt(digest.substring(4 * i, 4 * i + 4), 16) % SAFE.length()));
            }
            return letters.toString();
        }
    }
}
