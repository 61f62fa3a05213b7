package org.ringlab.service.submissions;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.grader.JavaRunner;
import org.ringlab.grader.isolated.JavaChildren;
import org.ringlab.grader.isolated.JavaLimits;

/** Where students' Java answers run: nowhere before the first of them, then in children kept ready. */
@ApplicationScoped
public class JavaAnswers implements JavaRunner {
    private static final Logger LOG = Logger.getLogger(JavaAnswers.class);

    private final Path distribution;
    private final int firstUid;
    private final int warm;
    private final boolean allowUnisolated;
    private @Nullable JavaChildren children;

    JavaAnswers(
            @ConfigProperty(name = "ringlab.kernels.distribution") Path distribution,
            @ConfigProperty(name = "ringlab.java-answers.first-uid", defaultValue = "57800") int firstUid,
            @ConfigProperty(name = "ringlab.java-answers.warm", defaultValue = "2") int warm,
            @ConfigProperty(name = "ringlab.java-answers.allow-unisolated", defaultValue = "false")
                    boolean allowUnisolated) {
        this.distribution = distribution;
        this.firstUid = firstUid;
        this.warm = warm;
        this.allowUnisolated = allowUnisolated;
    }

    @Override
    public Compiled compile(AnswerSpec.Java spec, String source) {
        return children().compile(spec, source);
    }

    private synchronized JavaChildren children() {
        JavaChildren running = children;
        if (running == null) {
            try {
                running = new JavaChildren(new JavaChildren.Settings(
                        Path.of(System.getProperty("java.home")),
                        classPath(),
                        firstUid,
                        warm,
                        JavaLimits.defaults(),
                        allowUnisolated));
            } catch (IOException e) {
                throw new Unavailable("the files for students' Java can't be copied: " + e.getMessage());
            }
            children = running;
        }
        if (!running.prove()) {
            LOG.warn("Students' Java answers run without isolation (ringlab.java-answers.allow-unisolated)");
        }
        return running;
    }

    /** From the students' distribution, which holds nothing of the staff's. */
    private List<Path> classPath() throws IOException {
        Path lib = distribution.resolve("lib");
        if (!Files.isDirectory(lib)) {
            return JavaChildren.ownClassPath();
        }
        try (Stream<Path> jars = Files.list(lib)) {
            return jars.filter(
                            jar -> jar.getFileName().toString().matches("(ringlab-javaanswer|jackson-core)-.*\\.jar"))
                    .sorted()
                    .toList();
        }
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        JavaChildren running = children;
        if (running != null) {
            running.close();
        }
    }
}
