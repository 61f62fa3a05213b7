package org.ringlab.netfilter.rules;

/**
 * {@code -m helper}: the packet's connection was announced by one that this helper reads.
 *
 * @param helper how the helper's name begins; empty for any helper
 */
public record HelperMatch(String helper, boolean inverted) implements Match {
    @Override
    public boolean matches(PacketContext packet) {
        boolean announced = packet.connection()
                .map(ConnectionView::announcedBy)
                .filter(name -> !name.isEmpty() && name.startsWith(helper))
                .isPresent();
        return announced != inverted;
    }

    @Override
    public boolean needsConntrack() {
        return true;
    }

    @Override
    public String text() {
        return "-m helper " + Texts.not(inverted) + "--helper " + (helper.isEmpty() ? "\"\"" : Texts.quoted(helper));
    }

    @Override
    public String listing(boolean numeric) {
        return "helper match " + Texts.not(inverted) + "\"" + helper + "\"";
    }
}
