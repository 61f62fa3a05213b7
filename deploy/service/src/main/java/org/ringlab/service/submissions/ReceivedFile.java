package org.ringlab.service.submissions;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** An uploaded file as received, compressed by gzip. */
@Entity
@Table(name = "received_file")
class ReceivedFile {
    @Id
    @Column(name = "handed_in")
    private Long handedIn;

    @Column
    private byte[] content;

    /** For Hibernate. */
    protected ReceivedFile() {}

    byte[] content() {
        return content;
    }
}
