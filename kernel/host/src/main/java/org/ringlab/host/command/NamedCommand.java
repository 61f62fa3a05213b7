package org.ringlab.host.command;

import java.util.List;

/** A command that knows its name, its synopsis and its options. */
abstract class NamedCommand implements Command {
    private final String name;
    private final String synopsis;
    private final List<String> options;

    NamedCommand(String name, String synopsis, String... options) {
        this.name = name;
        this.synopsis = synopsis;
        this.options = List.of(options);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String synopsis() {
        return synopsis;
    }

    @Override
    public List<String> options() {
        return options;
    }
}
