package org.ringlab.service.submissions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.ringlab.checks.Text;
import org.ringlab.grader.Submission;
import org.ringlab.service.accounts.Account;
import org.ringlab.service.accounts.Accounts;
import org.ringlab.service.web.Refusal;

/** Keeps what was handed in as it was received. */
@ApplicationScoped
public class Uploads {
    /** Large files are read one or two at a time: each is in memory while it is stored. */
    private final Semaphore turns = new Semaphore(2);

    private final EntityManager entities;
    private final Accounts accounts;
    private final long mostPerStudent;

    Uploads(
            EntityManager entities,
            Accounts accounts,
            @ConfigProperty(name = "ringlab.uploads.max-bytes-per-student", defaultValue = "536870912")
                    long mostPerStudent) {
        this.entities = entities;
        this.accounts = accounts;
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
     * The student's account, locked until the transaction ends, and the upload charged to it.
     *
     * @throws Refusal 404 for an unknown account, 413 if the student's uploads together are too large
     */
    Account charged(String username, Upload upload) {
        byte[] packed = upload.packed();
        Optional<Account> account =
                packed == null ? accounts.locked(username) : accounts.charged(username, packed.length, mostPerStudent);
        return account.orElseThrow(() -> accounts.byName(username).isEmpty()
                ? Refusal.notFound("没有这个账号。", "There is no such account.")
                : new Refusal(
                        413,
                        new Text(
                                "你上传的文件合计太大了，没有再保存。请清除输出后再提交，或者联系老师。",
                                "Your uploads together are too large; this one was not kept. Clear its outputs and submit again,"
                                        + " or ask your teacher.")));
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
