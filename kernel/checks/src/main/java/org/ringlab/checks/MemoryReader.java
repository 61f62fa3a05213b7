package org.ringlab.checks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.Step;
import org.ringlab.host.tree.Node;
import org.ringlab.mmu.paging.Access;

/** Reads checks of kind {@code memory}. */
final class MemoryReader {
    private static final List<String> OUTCOMES = List.of("ok", "page-fault", "general-protection");
    private static final Map<String, Access.Type> TYPES =
            Map.of("read", Access.Type.READ, "write", Access.Type.WRITE, "fetch", Access.Type.FETCH);

    private MemoryReader() {}

    static Check read(Node in, CheckTerms terms, List<Step> traffic) {
        Node expect = in.child("expect");
        expect.onlyKeys(List.of("outcome", "physical", "error"));
        String type = in.child("access").word(TYPES.keySet(), "access");
        Long address = number(in.child("address"));
        if (in.child("address").isMissing()) {
            in.child("address").error("check-memory", "missing: the linear address", "a number such as 0x400000");
        }
        Long error = number(expect.child("error"));
        return new Check.MemoryAccess(
                terms,
                traffic,
                in.child("host").required("the host"),
                address == null ? 0 : address,
                type == null ? Access.Type.READ : TYPES.getOrDefault(type, Access.Type.READ),
                in.child("ring").number(0, 3, 3),
                in.child("tlb").bool(false),
                Optional.ofNullable(expect.child("outcome").word(OUTCOMES, "outcome"))
                        .orElse("ok"),
                number(expect.child("physical")),
                error == null ? null : error.intValue());
    }

    /** A number, or text such as {@code 0x400000}; null where there is none or, reported, where it is no number. */
    private static @Nullable Long number(Node node) {
        if (node.isMissing()) {
            return null;
        }
        String text = node.text("").toLowerCase(Locale.ROOT).replace("_", "");
        try {
            return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            node.error("check-memory", "`" + text + "` is no address", "0x0 to 0xffffffffffffffff");
            return null;
        }
    }
}
