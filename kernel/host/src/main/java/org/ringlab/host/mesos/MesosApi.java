package org.ringlab.host.mesos;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.container.Json;
import org.ringlab.host.machine.Machine;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.TcpConnection;
import org.ringlab.netfilter.stack.TcpListener;

/** What the master and Marathon answer over HTTP: two programs on two ports of one host. */
public final class MesosApi {
    /** The master's port. */
    public static final int MASTER = 5050;

    /** Marathon's port. */
    public static final int MARATHON = 8080;

    private final Mesos mesos;
    private @Nullable TcpListener master;
    private @Nullable TcpListener marathon;

    /** Of a master, silent at first. */
    public MesosApi(Mesos mesos) {
        this.mesos = mesos;
    }

    private record Answer(int status, Object body) {}

    /** Listens on a host as far as its programs run. */
    public void open(Machine host) {
        close();
        if (mesos.isUp()) {
            master = host.stack().sockets().listen(Ipv4Address.ANY, MASTER, c -> new Visit(c, false));
        }
        if (mesos.hasMarathon()) {
            marathon = host.stack().sockets().listen(Ipv4Address.ANY, MARATHON, c -> new Visit(c, true));
        }
    }

    private void close() {
        if (master != null) {
            master.close();
            master = null;
        }
        if (marathon != null) {
            marathon.close();
            marathon = null;
        }
    }

    /** One client's connection: a request, an answer. */
    private final class Visit {
        private final TcpConnection client;
        private final boolean isMarathon;
        private boolean answered;

        Visit(TcpConnection client, boolean isMarathon) {
            this.client = client;
            this.isMarathon = isMarathon;
            client.onChange(this::read);
        }

        private void read() {
            String text = new String(client.received().toArray(), StandardCharsets.UTF_8);
            int end = text.indexOf("\r\n\r\n");
            if (answered || end < 0) {
                return;
            }
            String head = text.substring(0, end);
            String body = text.substring(end + 4);
            int length = head.lines()
                    .map(l -> l.toLowerCase(Locale.ROOT))
                    .filter(l -> l.matches("content-length:\\s*\\d{1,6}"))
                    .map(l -> Integer.parseInt(l.substring(15).strip()))
                    .findFirst()
                    .orElse(0);
            if (body.getBytes(StandardCharsets.UTF_8).length < length) {
                return;
            }
            answered = true;
            String[] words = head.split("[ \r]", 3);
            String path = words.length > 1 ? words[1].replaceFirst("\\?.*", "").replaceFirst("(?<=.)/$", "") : "/";
            Answer answer = isMarathon ? marathon(words[0], path, body) : master(path);
            String page = Json.text(answer.body(), 0) + "\n";
            client.send(Bytes.utf8("HTTP/1.1 " + answer.status() + " " + reason(answer.status())
                    + "\r\nContent-Type: application/json\r\nContent-Length: "
                    + page.getBytes(StandardCharsets.UTF_8).length + "\r\nConnection: close\r\n\r\n" + page));
            client.shutdownWrite();
        }
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 400 -> "Bad Request";
            case 404 -> "Not Found";
            case 409 -> "Conflict";
            default -> "Unprocessable Entity";
        };
    }

    private static Map<String, Object> tree(Object... pairs) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            tree.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return tree;
    }

    private Answer message(int status, String text) {
        return new Answer(status, tree("message", text));
    }

    private Answer deployment(int status) {
        return new Answer(status, tree("version", "2026-01-01T00:00:00.000Z", "deploymentId", mesos.id("deployment")));
    }

    private Answer marathon(String method, String path, String body) {
        if (path.equals("/v2/apps") && method.equals("GET")) {
            List<Object> all = new ArrayList<>();
            mesos.apps().values().forEach(a -> all.add(shown(a, false)));
            return new Answer(200, tree("apps", all));
        }
        if (path.equals("/v2/apps") && method.equals("POST")) {
            return post(body);
        }
        if (path.equals("/v2/tasks") && method.equals("GET")) {
            List<Object> all = new ArrayList<>();
            mesos.apps().values().forEach(a -> mesos.tasks(a).forEach(t -> all.add(task(t))));
            return new Answer(200, tree("tasks", all));
        }
        if (path.equals("/v2/info")) {
            return new Answer(
                    200,
                    tree(
                            "name",
                            "marathon",
                            "version",
                            "1.6.549",
                            "leader",
                            mesos.machine().hostName() + ":8080"));
        }
        if (!path.startsWith("/v2/apps/")) {
            return message(404, "Not found");
        }
        String id = path.substring("/v2/apps".length());
        String killed = id.contains("/tasks/") ? id.substring(id.indexOf("/tasks/") + 7) : "";
        id = id.replaceFirst("/tasks.*", "");
        App app = mesos.apps().get(id);
        if (method.equals("PUT") && app == null) {
            return post(body);
        }
        if (app == null) {
            return message(404, "App '" + id + "' does not exist");
        }
        return switch (method) {
            case "GET" -> new Answer(200, tree("app", shown(app, true)));
            case "PUT" -> put(app, body);
            case "DELETE" -> {
                if (killed.isEmpty()) {
                    mesos.forget(app);
                    yield deployment(200);
                }
                Optional<MesosTask> task = mesos.tasks(app).stream()
                        .filter(t -> t.id().equals(killed))
                        .findFirst();
                task.ifPresent(mesos::kill);
                yield task.isPresent()
                        ? new Answer(200, tree("task", task(task.get())))
                        : message(404, "Task '" + killed + "' does not exist");
            }
            default -> message(400, "not simulated: " + method);
        };
    }

    private Answer post(String body) {
        Optional<Object> json = JsonReader.read(body);
        if (json.isEmpty()) {
            return message(400, "Invalid JSON");
        }
        App.Read read = App.of(json.get());
        if (read.app().isEmpty()) {
            return new Answer(
                    422,
                    tree(
                            "message",
                            "Object is not valid",
                            "details",
                            List.of(tree(
                                    "path",
                                    read.complaint()
                                            .substring(0, read.complaint().indexOf(' ')),
                                    "errors",
                                    List.of(read.complaint()
                                            .substring(read.complaint().indexOf(' ') + 1))))));
        }
        App app = read.app().get();
        if (mesos.apps().containsKey(app.id())) {
            return message(409, "An app with id [" + app.id() + "] already exists.");
        }
        mesos.want(app);
        return new Answer(201, shown(app, true));
    }

    /** Of an application that is there only the number of its tasks changes here. */
    private Answer put(App app, String body) {
        Optional<Object> json = JsonReader.read(body);
        if (json.isEmpty() || !(json.get() instanceof Map<?, ?> map)) {
            return message(400, "Invalid JSON");
        }
        double instances = App.number(map, "instances", -1);
        if (instances < 0 || instances > 1000) {
            return message(422, "not simulated: changing an app but for its instances");
        }
        mesos.want(app.with((int) instances));
        return deployment(200);
    }

    private Map<String, Object> shown(App app, boolean withTasks) {
        Map<String, Object> shown = app.tree();
        List<MesosTask> tasks = mesos.tasks(app);
        shown.put("tasksStaged", 0);
        shown.put("tasksRunning", tasks.size());
        shown.put("tasksHealthy", 0);
        shown.put("tasksUnhealthy", 0);
        shown.put(
                "deployments",
                tasks.size() == app.instances() ? List.of() : List.of(tree("id", mesos.id("deployment"))));
        if (withTasks) {
            shown.put("tasks", tasks.stream().map(t -> (Object) task(t)).toList());
        }
        return shown;
    }

    private static Map<String, Object> task(MesosTask task) {
        return tree(
                "appId",
                task.app(),
                "id",
                task.id(),
                "host",
                task.agent().name(),
                "ports",
                task.port() == 0 ? List.of() : List.of(task.port()),
                "slaveId",
                task.agent().id(),
                "state",
                "TASK_RUNNING");
    }

    private Answer master(String path) {
        List<Object> slaves = new ArrayList<>();
        List<Object> tasks = new ArrayList<>();
        for (Agent agent : mesos.agents()) {
            double cpus =
                    mesos.tasks(agent).stream().mapToDouble(MesosTask::cpus).sum();
            double mem = mesos.tasks(agent).stream().mapToDouble(MesosTask::mem).sum();
            slaves.add(tree(
                    "id",
                    agent.id(),
                    "hostname",
                    agent.name(),
                    "active",
                    agent.isUp(),
                    "resources",
                    tree(
                            "cpus",
                            App.plain(agent.cpus()),
                            "mem",
                            App.plain(agent.mem()),
                            "ports",
                            "[" + Agent.FIRST_PORT + "-" + Agent.LAST_PORT + "]"),
                    "used_resources",
                    tree("cpus", App.plain(cpus), "mem", App.plain(mem)),
                    "unreserved_resources",
                    tree("cpus", App.plain(agent.cpus() - cpus), "mem", App.plain(agent.mem() - mem))));
            mesos.tasks(agent)
                    .forEach(t -> tasks.add(tree(
                            "id",
                            t.id(),
                            "name",
                            t.app().substring(1),
                            "slave_id",
                            agent.id(),
                            "state",
                            "TASK_RUNNING",
                            "resources",
                            tree("cpus", App.plain(t.cpus()), "mem", App.plain(t.mem())))));
        }
        return switch (path) {
            case "/master/slaves", "/slaves" -> new Answer(200, tree("slaves", slaves));
            case "/master/tasks", "/tasks" -> new Answer(200, tree("tasks", tasks));
            case "/master/state", "/state", "/master/state.json", "/state.json" ->
                new Answer(
                        200,
                        tree(
                                "version",
                                "1.11.0",
                                "id",
                                mesos.id("master"),
                                "hostname",
                                mesos.machine().hostName(),
                                "activated_slaves",
                                (int) mesos.agents().stream()
                                        .filter(Agent::isUp)
                                        .count(),
                                "slaves",
                                slaves,
                                "frameworks",
                                mesos.hasMarathon()
                                        ? List.of(tree("name", "marathon", "active", true, "tasks", tasks))
                                        : List.of()));
            case "/health", "/master/health" -> new Answer(200, tree());
            default -> new Answer(404, tree("message", "Not found"));
        };
    }
}
