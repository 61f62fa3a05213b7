package org.ringlab.virt.install;

/** A program of virt-manager ends with {@code ERROR}. */
final class InstallFailure extends Exception {
    private static final long serialVersionUID = 1L;

    InstallFailure(String text) {
        super(text, null, false, false);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
