package org.ringlab.service.submissions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.ringlab.checks.Text;
import org.ringlab.service.accounts.Account;
import org.ringlab.service.web.Refusal;

/** Keeps what was handed in as it was received. */
@ApplicationScoped
public class Uploads {
    /** Large files are read one or two at a time: each is in memory while it is stored. */
    private final Semaphore turns = new Semaphore(2);

    private final EntityManager entities;
    private final long mostPerStudent;

    Uploads(
            EntityManager entities,
            @ConfigProperty(name = "ringlab.uploads.max-bytes-per-student", defaultValue = "536870912")
                    long mostPerStudent) {
        this.entities = entities;
        this.mostPerStudent = mostPerStudent;
    }

    /** Does something with a large file when it is its turn. */
    public <T> T inTurn(Supplier<T> work) {
        turns.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }

    /**
     * Keeps one; within a transaction.
     *
     * @throws Refusal 413 if the student's uploads together are too large
     */
    HandedIn keep(Account student, Upload upload, Instant now) {
        HandedIn handedIn = new HandedIn(student.id(), upload, now);
        entities.persist(handedIn);
        byte[] packed = upload.packed();
        if (packed != null) {
            if (used(student) + packed.length > mostPerStudent) {
                throw new Refusal(
                        413,
                        new Text(
                                "你上传的文件合计太大了，没有再保存。请清除输出后再提交，或者联系老师。",
                                "Your uploads together are too large; this one was not kept. Clear its outputs and submit again,"
                                        + " or ask your teacher."));
            }
            entities.persist(new ReceivedFile(handedIn.id(), packed));
        }
        return handedIn;
    }

    private long used(Account student) {
        return ((Number) entities.createNativeQuery(
                                "select coalesce(sum(octet_length(f.content)), 0) from received_file f"
                                        + " join handed_in h on h.id = f.handed_in where h.student = ?1")
                        .setParameter(1, student.id())
                        .getSingleResult())
                .longValue();
    }

    /** What was received, byte for byte. */
    public InputStream received(HandedIn handedIn) {
        ReceivedFile file = entities.find(ReceivedFile.class, handedIn.id());
        if (file == null) {
            String text = handedIn.notebook();
            return new ByteArrayInputStream((text == null ? "" : text).getBytes(StandardCharsets.UTF_8));
        }
        try {
            return new GZIPInputStream(new ByteArrayInputStream(file.content()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
