package org.ringlab.hypervisor.guest;

import java.util.LinkedHashMap;
import java.util.Map;

/** The guests that come along, as sources. */
public final class SampleGuests {
    private static final Map<String, String> ALL = new LinkedHashMap<>();

    static {
        ALL.put("hello", SampleKernel.SOURCE);
        ALL.put("tiny", SmallGuests.TINY);
        ALL.put("loop", SmallGuests.LOOP);
        ALL.put("popf", SmallGuests.POPF);
        ALL.put("smsw", SmallGuests.SMSW);
        ALL.put("writer", SmallGuests.WRITER);
        ALL.put("nested", SmallGuests.NESTED);
        ALL.put("triple", SmallGuests.TRIPLE);
        ALL.put("runaway", SmallGuests.RUNAWAY);
    }

    private SampleGuests() {}

    /** Their sources by name. */
    public static Map<String, String> all() {
        return Map.copyOf(ALL);
    }

    /** Their names, the kernel first. */
    public static java.util.List<String> names() {
        return java.util.List.copyOf(ALL.keySet());
    }
}
