package org.ringlab.hypervisor;

import java.util.Optional;

/** How a machine is made inside a machine. */
public enum Method {
    /** Every instruction of the guest is interpreted by software. */
    EMULATION("emulate", "pure emulation"),
    /** The guest kernel runs in ring 1; what the processor refuses there is emulated. */
    TRAP_AND_EMULATE("trap", "trap and emulate"),
    /** The guest kernel runs in ring 1 as translated code; programs run directly. */
    BINARY_TRANSLATION("bt", "binary translation"),
    /** The guest kernel knows, runs in ring 1 and asks the monitor. */
    PARAVIRTUAL("pv", "para-virtualisation"),
    /** The guest kernel runs in ring 0 of non-root mode: VMX with EPT. */
    VMX("vmx", "hardware assistance (VMX)"),
    /** The same under AMD's names: SVM with nested paging. */
    SVM("svm", "hardware assistance (SVM)"),
    /** VMX without EPT: the processor walks shadow tables, and what changes a guest's tables leaves. */
    VMX_SHADOW("vmx-shadow", "hardware assistance (VMX, shadow paging)"),
    /** The same under SVM without nested paging. */
    SVM_SHADOW("svm-shadow", "hardware assistance (SVM, shadow paging)");

    private final String word;
    private final String title;

    Method(String word, String title) {
        this.word = word;
        this.title = title;
    }

    /** As it is typed. */
    public String word() {
        return word;
    }

    /** As it is told. */
    public String title() {
        return title;
    }

    /** The method of a word. */
    public static Optional<Method> of(String word) {
        for (Method method : values()) {
            if (method.word.equals(word)) {
                return Optional.of(method);
            }
        }
        return Optional.empty();
    }

    /** The ring that the guest's kernel really runs in; -1 where software interprets it. */
    public int kernelRing() {
        return switch (this) {
            case EMULATION -> -1;
            case TRAP_AND_EMULATE, BINARY_TRANSLATION, PARAVIRTUAL -> 1;
            case VMX, SVM, VMX_SHADOW, SVM_SHADOW -> 0;
        };
    }

    /** Whether the guest runs in non-root mode, with rings of its own. */
    public boolean nonRoot() {
        return kernelRing() == 0;
    }

    /** Whether it is AMD's assistance. */
    public boolean amd() {
        return this == SVM || this == SVM_SHADOW;
    }

    /** Whether the processor walks tables that the monitor derives from the guest's. */
    public boolean shadowed() {
        return this == VMX_SHADOW || this == SVM_SHADOW;
    }
}
