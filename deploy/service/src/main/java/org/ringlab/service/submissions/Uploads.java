package org.ringlab.service.submissions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.ringlab.checks.Text;
import org.ringlab.grader.Submission;
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

    /** Does something with a file; when it is its turn, if it is large. */
    public <T> T inTurn(Path file, Supplier<T> work) {
        if (file.toFile().length() <= Submission.SLIM_ABOVE) {
            return work.get();
        }
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
            if (!charge(student, packed.length)) {
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

    /** Adds to what the student has used, unless that were too much. */
    private boolean charge(Account student, int bytes) {
        return entities.createNativeQuery(
                                "update account set uploaded = uploaded + ?2 where id = ?1 and uploaded + ?2 <= ?3")
                        .setParameter(1, student.id())
                        .setParameter(2, bytes)
                        .setParameter(3, mostPerStudent)
                        .executeUpdate()
                > 0;
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
