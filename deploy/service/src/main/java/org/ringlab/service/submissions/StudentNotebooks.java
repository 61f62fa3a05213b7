package org.ringlab.service.submissions;

import java.util.Optional;

/** The notebooks students keep in the service; implemented where they are stored. */
public interface StudentNotebooks {
    /**
     * A notebook as last saved.
     *
     * @param username whose
     * @param path below that student's own root, without a leading slash
     * @return the text of the .ipynb file; empty if the student has no such notebook
     */
    Optional<String> read(String username, String path);
}
