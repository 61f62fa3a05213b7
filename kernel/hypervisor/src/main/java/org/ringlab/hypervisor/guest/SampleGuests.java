package org.ringlab.hypervisor.guest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The guests that come along, as sources. */
public final class SampleGuests {
    private static final Map<String, String> ALL = Collections.unmodifiableMap(sources());

    private static Map<String, String> sources() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("hello", SampleKernel.SOURCE);
        all.put("tiny", SmallGuests.TINY);
        all.put("loop", SmallGuests.LOOP);
        all.put("popf", SmallGuests.POPF);
        all.put("smsw", SmallGuests.SMSW);
        all.put("writer", SmallGuests.WRITER);
        all.put("remap", SmallGuests.REMAP);
        all.put("touch", SmallGuests.TOUCH);
        all.put("nested", NestedGuests.VMX);
        all.put("nested-ept", NestedGuests.VMX_EPT);
        all.put("nested-svm", NestedGuests.SVM);
        all.put("nested-npt", NestedGuests.SVM_NPT);
        all.put("triple", SmallGuests.TRIPLE);
        all.put("runaway", SmallGuests.RUNAWAY);
        return all;
    }

    private SampleGuests() {}

    /** Their sources by name. */
    public static Map<String, String> all() {
        return ALL;
    }

    /** Their names, the kernel first. */
    public static List<String> names() {
        return List.copyOf(ALL.keySet());
    }
}
