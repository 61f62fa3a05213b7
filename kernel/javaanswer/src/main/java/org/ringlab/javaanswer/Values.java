package org.ringlab.javaanswer;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Between trees as JSON has them and Java's values: numbers, booleans, texts, characters, enums, arrays, lists, sets, maps
 * with texts or numbers as keys, optionals and records.
 */
final class Values {
    private static final int DEEPEST = 30;

    private Values() {}

    /** A value that has no form as a tree, or a tree that has none as that type. */
    static final class NoValue extends Exception {
        private static final long serialVersionUID = 1L;
    }

    static @Nullable Object[] arguments(Type[] types, List<?> trees) throws NoValue, ReflectiveOperationException {
        @Nullable Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = value(types[i], trees.get(i));
        }
        return arguments;
    }

    private static @Nullable Object value(Type type, @Nullable Object tree)
            throws NoValue, ReflectiveOperationException {
        Class<?> raw = raw(type);
        if (tree == null) {
            return null;
        }
        if (raw.isArray() && tree instanceof List<?> list) {
            Object array = Array.newInstance(raw.getComponentType(), list.size());
            for (int i = 0; i < list.size(); i++) {
                Array.set(array, i, value(raw.getComponentType(), list.get(i)));
            }
            return array;
        }
        if (raw.isRecord() && tree instanceof Map<?, ?> map) {
            return record(raw, map);
        }
        if (Collection.class.isAssignableFrom(raw) && tree instanceof List<?> list) {
            Collection<@Nullable Object> values =
                    Set.class.isAssignableFrom(raw) ? new LinkedHashSet<>() : new ArrayList<>();
            for (Object item : list) {
                values.add(value(argument(type, 0), item));
            }
            return values;
        }
        if (Map.class.isAssignableFrom(raw) && tree instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> values = TreeMap.class == raw ? new TreeMap<>() : new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                Object key = key(argument(type, 0), String.valueOf(entry.getKey()));
                values.put(key, value(argument(type, 1), entry.getValue()));
            }
            return values;
        }
        return scalar(raw, tree);
    }

    private static Object key(Type type, String text) throws NoValue {
        Class<?> raw = raw(type);
        if (raw == Integer.class || raw == Long.class) {
            try {
                return scalar(raw, Long.valueOf(text));
            } catch (NumberFormatException e) {
                throw new NoValue();
            }
        }
        return scalar(raw, text);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object scalar(Class<?> raw, Object tree) throws NoValue {
        if (tree instanceof Number number) {
            if (raw == int.class || raw == Integer.class) {
                return number.intValue();
            } else if (raw == long.class || raw == Long.class) {
                return number.longValue();
            } else if (raw == double.class || raw == Double.class) {
                return number.doubleValue();
            } else if (raw == short.class || raw == Short.class) {
                return number.shortValue();
            } else if (raw == byte.class || raw == Byte.class) {
                return number.byteValue();
            } else if (raw == float.class || raw == Float.class) {
                return number.floatValue();
            }
        }
        if (tree instanceof String text) {
            if (raw.isEnum()) {
                return Enum.valueOf((Class) raw, text);
            } else if ((raw == char.class || raw == Character.class) && text.length() == 1) {
                return text.charAt(0);
            }
        }
        boolean fits = tree instanceof Boolean ? raw == boolean.class || raw.isInstance(tree) : raw.isInstance(tree);
        if (!fits) {
            throw new NoValue();
        }
        return tree;
    }

    private static Object record(Class<?> type, Map<?, ?> map) throws NoValue, ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(components[i].getGenericType(), map.get(components[i].getName()));
        }
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }

    private static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> (Class<?>) generic.getRawType();
            default -> Object.class;
        };
    }

    private static Type argument(Type type, int index) {
        return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[index] : Object.class;
    }

    /** A value as a tree. */
    static @Nullable Object tree(@Nullable Object value) throws NoValue, ReflectiveOperationException {
        return tree(value, 0);
    }

    private static @Nullable Object tree(@Nullable Object value, int depth)
            throws NoValue, ReflectiveOperationException {
        if (depth > DEEPEST) {
            throw new NoValue();
        }
        return switch (value) {
            case null -> null;
            case Boolean truth -> truth;
            case String text -> text;
            case Character character -> String.valueOf(character.charValue());
            case Double number -> number;
            case Float number -> number.doubleValue();
            case Number number -> number.longValue();
            case Enum<?> constant -> constant.name();
            case Optional<?> optional -> tree(optional.orElse(null), depth + 1);
            case Collection<?> values -> trees(new ArrayList<>(values), depth);
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> tree = new LinkedHashMap<>();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    tree.put(String.valueOf(entry.getKey()), tree(entry.getValue(), depth + 1));
                }
                yield tree;
            }
            case Record record -> {
                Map<String, @Nullable Object> tree = new LinkedHashMap<>();
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    component.getAccessor().setAccessible(true);
                    tree.put(component.getName(), tree(component.getAccessor().invoke(record), depth + 1));
                }
                yield tree;
            }
            default -> {
                if (!value.getClass().isArray()) {
                    throw new NoValue();
                }
                List<@Nullable Object> items = new ArrayList<>();
                for (int i = 0; i < Array.getLength(value); i++) {
                    items.add(Array.get(value, i));
                }
                yield trees(items, depth);
            }
        };
    }

    private static List<@Nullable Object> trees(List<? extends @Nullable Object> values, int depth)
            throws NoValue, ReflectiveOperationException {
        List<@Nullable Object> trees = new ArrayList<>();
        for (Object value : values) {
            trees.add(tree(value, depth + 1));
        }
        return trees;
    }
}
