package org.ringlab.javaanswer;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls the methods of a student's class, and says what came of it as a tree. */
public final class JavaCalls {
    private static final int LONGEST_MESSAGE = 200;
    private static final String STOPPED = "stopped";

    private JavaCalls() {}

    /**
     * Calls methods of one fresh object, in order, until one doesn't return.
     *
     * @param classes class files by name
     * @param className the student's class
     * @param calls mappings {@code {"call": METHOD, "with": [ARGUMENT, …]}}
     * @return a mapping for each call made: {@code {"value": …}}, {@code {"thrown": TYPE, "message": …, "line": …}} or
     *     {@code {"stopped": WHY}}
     */
    public static List<Map<String, @Nullable Object>> run(
            Map<String, byte[]> classes, String className, List<?> calls) {
        List<Map<String, @Nullable Object>> replies = new ArrayList<>();
        try {
            Class<?> type = new Loader(classes).loadClass(className);
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            Object target = constructor.newInstance();
            for (Object call : calls) {
                if (!(call instanceof Map<?, ?> map) || !(map.get("with") instanceof List<?> with)) {
                    return replies;
                }
                Map<String, @Nullable Object> reply = call(target, String.valueOf(map.get("call")), with);
                replies.add(reply);
                if (reply.containsKey(STOPPED)) {
                    return replies;
                }
            }
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            replies.add(stopped("no-such-class"));
        } catch (InvocationTargetException e) {
            replies.add(thrown(e.getCause() == null ? e : e.getCause()));
        } catch (ReflectiveOperationException e) {
            replies.add(stopped("no-such-constructor"));
        } catch (Throwable e) {
            replies.add(thrown(e));
        }
        return replies;
    }

    private static Map<String, @Nullable Object> call(Object target, String name, List<?> with) {
        Method method = method(target.getClass(), name, with.size());
        if (method == null) {
            return stopped("no-such-method");
        }
        try {
            method.setAccessible(true);
            Map<String, @Nullable Object> reply = new LinkedHashMap<>();
            Object value = method.invoke(target, Values.arguments(method.getGenericParameterTypes(), with));
            reply.put("value", Values.tree(value));
            return reply;
        } catch (Values.NoValue e) {
            return stopped("not-a-value");
        } catch (InvocationTargetException e) {
            return thrown(e.getCause() == null ? e : e.getCause());
        } catch (Throwable e) {
            return thrown(e);
        }
    }

    private static @Nullable Method method(Class<?> type, String name, int parameters) {
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            for (Method method : each.getDeclaredMethods()) {
                if (method.getName().equals(name) && method.getParameterCount() == parameters && !method.isBridge()) {
                    return method;
                }
            }
        }
        for (Method method : type.getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == parameters) {
                return method;
            }
        }
        return null;
    }

    static Map<String, @Nullable Object> stopped(String why) {
        Map<String, @Nullable Object> reply = new LinkedHashMap<>();
        reply.put(STOPPED, why);
        return reply;
    }

    private static Map<String, @Nullable Object> thrown(Throwable thrown) {
        if (thrown instanceof OutOfMemoryError) {
            return stopped("memory");
        }
        Map<String, @Nullable Object> reply = new LinkedHashMap<>();
        reply.put("thrown", thrown.getClass().getSimpleName());
        String message;
        try {
            message = String.valueOf(thrown.getMessage());
        } catch (Throwable broken) {
            message = "";
        }
        reply.put("message", message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message);
        int line = 0;
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (JavaSource.UNIT.equals(frame.getFileName())) {
                line = Math.max(0, frame.getLineNumber() - 1);
                break;
            }
        }
        reply.put("line", line);
        return reply;
    }

    /** The student's classes, above the platform's alone: nothing of ours is visible to them by name. */
    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> classes;

        Loader(Map<String, byte[]> classes) {
            super("answer", ClassLoader.getPlatformClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classes.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
