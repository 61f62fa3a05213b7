package org.ringlab.labfile.differential;

import java.util.List;
import java.util.Random;

/** Choices made by one seed. */
final class Draw {
    private final Random random;

    Draw(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    /** One of several. */
    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** One of a list. */
    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** From {@code least} to {@code most}, both included. */
    int number(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /** Once in {@code times}. */
    boolean once(int times) {
        return random.nextInt(times) == 0;
    }
}
