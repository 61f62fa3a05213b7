package org.ringlab.host.container;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a container begins with: its files, and the program that runs where nobody names another.
 *
 * @param repository {@code nginx}
 * @param tag {@code latest}
 * @param size as {@code docker images} prints it
 * @param ageDays how long ago it was built, at the lab's boot
 * @param entrypoint stands in front of every command
 * @param command runs where no other is given
 * @param port the port it says that it serves; 0 for none
 * @param programs what can be started in it
 * @param files its files
 */
public record Image(
        String repository,
        String tag,
        String size,
        int ageDays,
        List<String> entrypoint,
        List<String> command,
        int port,
        Set<String> programs,
        Map<String, String> files) {
    private static final Set<String> SHELL =
            words("sh : [ cat cp cut date df echo env expr false find grep head hostname id"
                    + " kill ln ls mkdir mount mv printf pwd readlink rm sed seq sleep sort tail tee test touch tr true umount uname"
                    + " uniq wc whoami xargs");
    private static final Set<String> BUSYBOX =
            joined(SHELL, "arp awk httpd ifconfig ip nc netstat nslookup ping ps route telnet top traceroute wget");
    private static final Set<String> DEBIAN = joined(SHELL, "bash curl");
    private static final Set<String> CENTOS = joined(SHELL, "awk bash curl ps ip ping top");

    private static final List<Image> ALL = Stream.of(
                    web(
                            "nginx",
                            "latest",
                            "133MB",
                            21,
                            "nginx",
                            "/usr/share/nginx/html/index.html",
                            "Welcome to nginx!"),
                    web("nginx", "1.18", "133MB", 90, "nginx", "/usr/share/nginx/html/index.html", "Welcome to nginx!"),
                    web("nginx", "1.19", "133MB", 21, "nginx", "/usr/share/nginx/html/index.html", "Welcome to nginx!"),
                    web("httpd", "latest", "138MB", 23, "httpd", "/usr/local/apache2/htdocs/index.html", "It works!"),
                    web("httpd", "2.4", "138MB", 23, "httpd", "/usr/local/apache2/htdocs/index.html", "It works!"),
                    plain("busybox", "latest", "1.23MB", 40, List.of("sh"), BUSYBOX),
                    plain("alpine", "latest", "5.58MB", 50, List.of("/bin/sh"), BUSYBOX),
                    plain("centos", "latest", "215MB", 160, List.of("/bin/bash"), CENTOS),
                    plain("centos", "7", "204MB", 180, List.of("/bin/bash"), CENTOS),
                    new Image(
                            "containous/whoami",
                            "latest",
                            "7.39MB",
                            300,
                            List.of("/whoami"),
                            List.of(),
                            80,
                            Set.of("whoami"),
                            Map.of()))
            .toList();

    private static Set<String> words(String text) {
        return Set.of(text.split(" "));
    }

    private static Set<String> joined(Set<String> some, String more) {
        return Stream.concat(some.stream(), Stream.of(more.split(" "))).collect(Collectors.toUnmodifiableSet());
    }

    private static Image plain(
            String repository, String tag, String size, int days, List<String> command, Set<String> programs) {
        return new Image(repository, tag, size, days, List.of(), command, 0, programs, Map.of());
    }

    private static Image web(
            String repository, String tag, String size, int days, String server, String page, String title) {
        boolean nginx = server.equals("nginx");
        return new Image(
                repository,
                tag,
                size,
                days,
                nginx ? List.of("/docker-entrypoint.sh") : List.of(),
                nginx ? List.of("nginx", "-g", "daemon off;") : List.of("httpd-foreground"),
                80,
                joined(DEBIAN, nginx ? "nginx" : "httpd httpd-foreground"),
                Map.of(page, "<html><body><h1>" + title + "</h1></body></html>\n"));
    }

    /** The images of the registry, the model's stand-in for Docker Hub. */
    public static List<Image> registry() {
        return ALL;
    }

    /** The image that a reference such as {@code nginx}, {@code nginx:1.19} or {@code docker.io/library/nginx} means. */
    public static Optional<Image> find(String reference) {
        String name = normal(reference);
        return ALL.stream().filter(i -> i.reference().equals(name)).findFirst();
    }

    /** Whether the registry has the repository, whatever the tag. */
    public static boolean isRepository(String reference) {
        String name = normal(reference);
        return ALL.stream().anyMatch(i -> name.startsWith(i.repository() + ":"));
    }

    /** A reference with its tag and without the parts that everybody leaves out. */
    public static String normal(String reference) {
        String name = reference.replaceFirst("^docker\\.io/", "").replaceFirst("^library/", "");
        return name.lastIndexOf(':') > name.lastIndexOf('/') ? name : name + ":latest";
    }

    /** {@code nginx:latest}. */
    public String reference() {
        return repository + ":" + tag;
    }

    /** Its identifier: images that are the same have the same. */
    public String id() {
        String content = repository + "/" + size + ageDays;
        return Digest.hex("image " + content);
    }

    /** The digest of its manifest. */
    public String digest() {
        return Digest.hex("manifest " + id());
    }

    /** The identifier of its one layer, as a pull shows it. */
    public static String layer(Image image) {
        return Digest.hex("layer " + image.id()).substring(0, 12);
    }

    /** What its first process runs: the entry point, and {@code words} or else its own command behind it. */
    public List<String> commandLine(List<String> words) {
        List<String> arguments = words.isEmpty() ? command : words;
        return Stream.concat(entrypoint.stream(), arguments.stream()).toList();
    }

    /** Whether a program can be started in it. */
    public boolean has(String program) {
        return programs.contains(program.substring(program.lastIndexOf('/') + 1));
    }

    /** The files a container of it begins with. */
    Map<String, String> allFiles() {
        Map<String, String> all = new LinkedHashMap<>(files);
        all.put("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\n");
        all.put("/etc/group", "root:x:0:\n");
        all.put(
                "/etc/os-release",
                switch (repository) {
                    case "centos" -> "NAME=\"CentOS Linux\"\nID=\"centos\"\n";
                    case "alpine" -> "NAME=\"Alpine Linux\"\nID=alpine\n";
                    case "nginx", "httpd" -> "PRETTY_NAME=\"Debian GNU/Linux 10 (buster)\"\nID=debian\n";
                    default -> "";
                });
        all.values().removeIf(String::isEmpty);
        return all;
    }
}
