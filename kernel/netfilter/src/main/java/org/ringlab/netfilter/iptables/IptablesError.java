package org.ringlab.netfilter.iptables;

/** Stops the parsing or the execution of one command; never leaves this package. */
final class IptablesError extends Exception {
    private static final long serialVersionUID = 1;

    /** How the message is dressed up. */
    enum Kind {
        /** {@code iptables v1.8.9 (legacy): MESSAGE}, then the advice to read the help; status 2. */
        PARAMETER,
        /** The message alone, then the advice; status 2. */
        BARE,
        /** {@code iptables: MESSAGE}: the kernel's answer; status 1. */
        KERNEL,
        /** {@code iptables v1.8.9 (legacy): MESSAGE} alone; status 1. */
        OTHER,
        /** No such table; status 3. */
        TABLE,
        /** {@code iptables: MESSAGE} about the simulator itself; status 2. */
        NOT_SIMULATED
    }

    private final Kind kind;
    private final String text;

    private IptablesError(Kind kind, String text) {
        super(text, null, false, false);
        this.kind = kind;
        this.text = text;
    }

    /** Wrong words. */
    static IptablesError parameter(String message) {
        return new IptablesError(Kind.PARAMETER, message);
    }

    /** Wrong words, reported without the program's name. */
    static IptablesError bare(String message) {
        return new IptablesError(Kind.BARE, message);
    }

    /** The kernel, or the library that speaks with it, refused. */
    static IptablesError kernel(String message) {
        return new IptablesError(Kind.KERNEL, message);
    }

    /** A saved chain can't have the policy its line names. */
    static IptablesError savedPolicy(String policy, String chain, int line, String reason) {
        return new IptablesError(
                Kind.OTHER, "Can't set policy `" + policy + "' on `" + chain + "' line " + line + ": " + reason);
    }

    /** The kernel's EINVAL. */
    static IptablesError invalidArgument() {
        return kernel("Invalid argument. Run `dmesg' for more information.");
    }

    /** No chain, target or match of the name. */
    static IptablesError noSuchChain() {
        return kernel("No chain/target/match by that name.");
    }

    /** The table does not exist. */
    static IptablesError noTable(String table) {
        return new IptablesError(
                Kind.TABLE,
                "can't initialize iptables table `" + table + "': Table does not exist (do you need to insmod?)");
    }

    /** Real, but not simulated (yet): {@code target "SNAT"}. */
    static IptablesError notSimulated(String what) {
        return new IptablesError(Kind.NOT_SIMULATED, "not simulated: " + what);
    }

    Kind kind() {
        return kind;
    }

    /** Exit status. */
    int status() {
        return switch (kind) {
            case PARAMETER, BARE, NOT_SIMULATED -> 2;
            case KERNEL, OTHER -> 1;
            case TABLE -> 3;
        };
    }

    /**
     * What goes to standard error.
     *
     * @param program {@code iptables} or {@code iptables-restore}
     * @param line number of the restored line, 0 for a command
     */
    String render(String program, Profile profile, int line) {
        String head = program + " " + profile.banner() + ": ";
        String at = line == 0 ? "" : "Error occurred at line: " + line + "\n";
        String advice = at + "Try `" + program + " -h' or '" + program + " --help' for more information.\n";
        return switch (kind) {
            case PARAMETER -> head + text + "\n" + advice;
            case BARE -> (text.isEmpty() ? "" : text + "\n") + advice;
            case KERNEL -> line == 0 ? program + ": " + text + "\n" : program + ": line " + line + " failed\n";
            case OTHER -> head + text + "\n";
            case TABLE -> head + text + "\nPerhaps " + program + " or your kernel needs to be upgraded.\n";
            case NOT_SIMULATED -> program + ": " + text + "\n" + at;
        };
    }
}
