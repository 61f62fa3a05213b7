package org.ringlab.virt.domain;

/** What a guest does, in virsh's word. */
public enum DomainState {
    /** Its processors run. */
    RUNNING("running"),
    /** They stand still. */
    PAUSED("paused"),
    /** It is off. */
    SHUT_OFF("shut off");

    private final String text;

    DomainState(String text) {
        this.text = text;
    }

    /** As {@code virsh} says it. */
    public String text() {
        return text;
    }
}
