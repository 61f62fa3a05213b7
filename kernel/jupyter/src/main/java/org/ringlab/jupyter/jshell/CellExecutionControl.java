package org.ringlab.jupyter.jshell;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import jdk.jshell.execution.LocalExecutionControl;
import org.jspecify.annotations.Nullable;

/**
 * Runs snippets in this JVM, each in a thread of its own, keeping the value itself instead of its text.
 *
 * <p>The JDK's control weaves a check of a stop flag into every method and loop of a snippet; its own way of running them
 * waits for all threads that a snippet starts, and gives values as text only, so running and stopping are done here.
 */
final class CellExecutionControl extends LocalExecutionControl {
    private static final String STOP_CLASS = "REPL.$Cancel$";
    private static final String STOP_FLAG = "allStop";

    /** A run in progress. */
    private record Run(ThreadGroup threads) {}

    private final AtomicReference<@Nullable Run> running = new AtomicReference<>();
    private final Map<String, Object> bindings = new ConcurrentHashMap<>();
    private @Nullable Field stopFlag;
    private volatile @Nullable Object value;
    private volatile @Nullable Throwable failure;
    private volatile boolean stopped;

    CellExecutionControl() {
        super(new SnippetLoader());
    }

    /** The value of the last snippet; null where it had none. */
    @Nullable
    Object value() {
        return value;
    }

    /** What the last snippet threw; null where it ended well. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Forgets that anything was stopped. */
    void begin() {
        stopped = false;
    }

    /** Whether the cell was stopped, be it before its first snippet ran. */
    boolean stopped() {
        return stopped;
    }

    /** The next time the value of the variable {@code name} is asked for, it is set to {@code object} first. */
    void bind(String name, Object object) {
        bindings.put(name, object);
    }

    @Override
    public String varValue(String className, String varName)
            throws RunException, EngineTerminationException, InternalException {
        Object object = bindings.remove(varName);
        if (object != null) {
            try {
                Field variable = findClass(className).getDeclaredField(varName);
                variable.setAccessible(true);
                variable.set(null, object);
            } catch (ReflectiveOperationException impossible) {
                throw new InternalException("can't bind " + varName + ": " + impossible);
            }
        }
        return super.varValue(className, varName);
    }

    @Override
    protected String invoke(Method snippet) throws Exception {
        Field flag = stopFlag();
        flag.set(null, false);
        value = null;
        failure = null;
        Run run = new Run(new ThreadGroup("cell"));
        Thread thread = new Thread(run.threads(), () -> call(snippet), "cell");
        running.set(run);
        try {
            if (!stopped) {
                thread.start();
                thread.join();
            }
        } finally {
            running.set(null);
        }
        if (stopped) {
            throw new StoppedException();
        }
        Throwable thrown = failure;
        if (thrown != null) {
            throw new InvocationTargetException(thrown);
        }
        return ""; // the value's text is never used
    }

    @SuppressWarnings("removal") // the woven check throws ThreadDeath
    private void call(Method snippet) {
        try {
            value = snippet.invoke(null);
        } catch (InvocationTargetException thrown) {
            Throwable cause = thrown.getCause();
            failure = cause == null ? thrown : cause;
            stopped |= cause instanceof ThreadDeath;
        } catch (IllegalAccessException | ThreadDeath impossible) {
            failure = impossible;
        }
    }

    /** The flag that the woven code looks at; its class is made by the JDK's control at its first run. */
    private Field stopFlag() throws Exception {
        Field flag = stopFlag;
        if (flag == null) {
            Method nothing = CellExecutionControl.class.getDeclaredMethod("nothing");
            nothing.setAccessible(true);
            super.invoke(nothing);
            flag = findClass(STOP_CLASS).getDeclaredField(STOP_FLAG);
            stopFlag = flag;
        }
        return flag;
    }

    @SuppressWarnings("UnusedMethod") // by reflection, see stopFlag
    private static void nothing() {}

    @Override
    public void stop() {
        stopped = true; // a snippet that starts now sees it
        Run run = running.get();
        Field flag = stopFlag;
        if (run == null || flag == null) {
            return;
        }
        try {
            flag.set(null, true);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("can't stop", impossible);
        }
        run.threads().interrupt();
    }
}
