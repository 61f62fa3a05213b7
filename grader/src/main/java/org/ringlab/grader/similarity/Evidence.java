package org.ringlab.grader.similarity;

import java.util.List;

/** Something two students' answers share that is seldom shared by chance. */
public sealed interface Evidence {
    /** One of the two. */
    String first();

    /** The other. */
    String second();

    /** The submission of the first in which it shows. */
    long firstSubmission();

    /** The submission of the second in which it shows. */
    long secondSubmission();

    /**
     * The same program but for names, values, comments and layout.
     *
     * @param share how much of the shorter one is found in the other, 0 to 1
     * @param firstLines of the first one's answer, that are alike
     * @param secondLines of the second one's
     */
    record SharedCode(
            String first,
            String second,
            long firstSubmission,
            long secondSubmission,
            double share,
            List<Integer> firstLines,
            List<Integer> secondLines)
            implements Evidence {
        /** Copies the lists. */
        public SharedCode {
            firstLines = List.copyOf(firstLines);
            secondLines = List.copyOf(secondLines);
        }
    }

    /**
     * The same lines that hardly anybody writes, and that both took out again.
     *
     * @param lines as written
     */
    record SharedDetours(String first, String second, long firstSubmission, long secondSubmission, List<String> lines)
            implements Evidence {
        /** Copies the list. */
        public SharedDetours {
            lines = List.copyOf(lines);
        }
    }

    /**
     * The same unusual versions one after another.
     *
     * @param versions how many
     */
    record SharedSteps(String first, String second, long firstSubmission, long secondSubmission, int versions)
            implements Evidence {}

    /**
     * The same comments, in words that nobody else has.
     *
     * @param lines as written
     */
    record SharedComments(String first, String second, long firstSubmission, long secondSubmission, List<String> lines)
            implements Evidence {
        /** Copies the list. */
        public SharedComments {
            lines = List.copyOf(lines);
        }
    }

    /**
     * The first wrote values that the second's report had shown before, and no other: parameters drawn for the second.
     *
     * @param values addresses or numbers
     */
    record ForeignParameter(
            String first, String second, long firstSubmission, long secondSubmission, List<String> values)
            implements Evidence {
        /** Copies the list. */
        public ForeignParameter {
            values = List.copyOf(values);
        }
    }
}
