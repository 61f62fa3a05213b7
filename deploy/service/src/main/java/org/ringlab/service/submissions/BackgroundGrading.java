package org.ringlab.service.submissions;

/** Grading that gives way to new submissions. */
public interface BackgroundGrading {
    /**
     * Does one piece of it.
     *
     * @return whether there was one
     */
    boolean gradeNext();
}
