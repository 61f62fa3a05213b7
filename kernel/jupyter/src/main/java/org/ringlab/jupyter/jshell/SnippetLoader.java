package org.ringlab.jupyter.jshell;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;

/**
 * Loads the classes of snippets. They see the JDK, each other and our API, and nothing of the kernel or its libraries.
 */
final class SnippetLoader implements LoaderDelegate {
    /** The package that snippets may use. */
    static final String API = "org.ringlab.jupyter.api.";

    /** Code that JShell generates refers to its own exceptions. */
    private static final String JSHELL = "jdk.jshell.";

    private final Loader loader = new Loader();

    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> waiting = new ConcurrentHashMap<>();
        private final ClassLoader kernel = SnippetLoader.class.getClassLoader();

        Loader() {
            super("ringlab-cells", ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = waiting.remove(name);
            if (bytes != null) {
                return defineClass(name, bytes, 0, bytes.length);
            }
            if (name.startsWith(API) || name.startsWith(JSHELL)) {
                return kernel.loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }

    @Override
    public void load(ClassBytecodes[] classes) {
        for (ClassBytecodes each : classes) {
            loader.waiting.put(each.name(), each.bytecodes());
        }
    }

    @Override
    public void classesRedefined(ClassBytecodes[] classes) {
        // JShell gives every redefinition a class name of its own.
    }

    @Override
    public void addToClasspath(String path) {
        // Nothing of ours asks for it: the class path of cells is fixed.
    }

    @Override
    public Class<?> findClass(String name) throws ClassNotFoundException {
        return loader.loadClass(name);
    }
}
