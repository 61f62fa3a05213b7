package org.ringlab.bench;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;

/** Prints the bytes of heap that one idle lab of three hosts takes, as the difference that 1,000 of them make. */
public final class IdleLab {
    private static final int LABS = 1000;

    private IdleLab() {}

    /** Measures after the classes are loaded and shared values made. */
    public static void main(String[] args) {
        LabSpec spec = ThreeHosts.spec();
        ThreeHosts.boot(spec);
        long before = used();
        List<Lab> labs = new ArrayList<>(LABS);
        for (int i = 0; i < LABS; i++) {
            labs.add(ThreeHosts.boot(spec));
        }
        long after = used();
        System.out.println((after - before) / labs.size());
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
