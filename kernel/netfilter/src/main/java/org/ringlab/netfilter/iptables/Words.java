package org.ringlab.netfilter.iptables;

/** What an extension may ask about the command around an option. */
interface Words {
    /** The rule's protocol number as far as typed; 0 for none. */
    int protocol();

    /** Complains where no set of that name exists. */
    void needsSet(String name) throws IptablesError;

    /** Complains without stopping; the text ends its line. */
    void warn(String text);

    /** The number after {@code -p}, whether or not {@code !} stands before it; 0 for none. */
    int typedProtocol();

    /** Which release's words are read. */
    Profile profile();

    /** Takes the next word, the second argument of an option, where there is one that isn't an option or {@code !}. */
    String second(String complaint) throws IptablesError;
}
