package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.host.cluster.Cluster;
import org.ringlab.host.cluster.PodSpec;
import org.ringlab.host.cluster.Router;
import org.ringlab.host.container.Image;
import org.ringlab.host.container.TextTable;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code oc} of OpenShift: what it adds to {@code kubectl}, whose verbs it knows as well. */
final class OcCommand extends NamedCommand {
    private static final List<String> SHARED =
            List.of("get", "describe", "scale", "delete", "logs", "exec", "rollout", "set", "apply", "run", "create");

    OcCommand() {
        super("oc", "oc new-app IMAGE|expose service/NAME|get|scale|delete …: OpenShift");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        if (args.isEmpty()) {
            io.out().line("OpenShift Client\n\nCommands simulated here: new-app expose " + String.join(" ", SHARED));
            return 0;
        }
        Optional<Cluster> cluster = KubeadmCommand.configured(session).filter(Cluster::isUp);
        if (cluster.isEmpty()) {
            io.err()
                    .line(
                            "error: Missing or incomplete configuration info.  Please point to an existing, complete config"
                                    + " file:\n\n  1. Via the command-line flag --kubeconfig\n  2. Via the KUBECONFIG environment"
                                    + " variable\n  3. In your home directory as ~/.kube/config");
            return 1;
        }
        Call call = new Call(session, cluster.get(), io);
        List<String> rest = new ArrayList<>(args.subList(1, args.size()));
        String verb = args.getFirst();
        boolean route = !rest.isEmpty() && rest.getFirst().matches("routes?(/.*)?");
        if (verb.equals("new-app")) {
            return call.newApp(rest);
        } else if (verb.equals("expose") && !rest.isEmpty() && rest.getFirst().matches("(svc|services?)(/.*)?")) {
            return call.expose(rest);
        } else if (verb.equals("get") && route) {
            return call.routes();
        } else if (verb.equals("delete") && route) {
            return call.deleteRoutes(rest);
        } else if (SHARED.contains(verb) || verb.equals("expose")) {
            return new KubectlVerbs(session, cluster.get(), io).run(verb, rest);
        }
        io.err().line("oc: not simulated: oc " + verb);
        return 1;
    }

    private record Call(Session session, Cluster cluster, Streams io) {
        private int fail(String text) {
            io.err().line(text);
            return 1;
        }

        /** A deployment and, where the image says what port it serves, a service. */
        int newApp(List<String> words) {
            DockerOptions options =
                    DockerOptions.parse(words, true, "name:", "docker-image:", "image:", "l,labels:", "e,env:");
            if (options.complaint().isPresent() || options.has("labels") || options.has("env")) {
                return fail("oc: not simulated: oc new-app but IMAGE or --docker-image=IMAGE, --name=NAME");
            }
            String given = options.value("docker-image", options.value("image", ""));
            String reference = given.isEmpty() && !options.operands().isEmpty()
                    ? options.operands().getFirst()
                    : given;
            if (reference.isEmpty()) {
                return fail(
                        "error: You must specify at least one source repository URL, image, Dockerfile, or template to"
                                + " create an application.");
            }
            if (reference.contains("~") || reference.contains("://") || reference.startsWith(".")) {
                return fail("oc: not simulated: oc new-app from sources");
            }
            Optional<Image> image = Image.find(reference);
            if (image.isEmpty()) {
                return fail("error: unable to locate any local docker images with name \"" + reference + "\"");
            }
            String name = options.value("name", image.get().repository().replaceFirst(".*/", ""));
            if (!name.matches("[a-z]([a-z0-9-]{0,56}[a-z0-9])?")) {
                return fail("error: invalid name: " + name
                        + ". Must be an a lower case alphanumeric (a-z, and 0-9) string with a maximum length of 58"
                        + " characters, where the first character is a letter (a-z), and the '-' character is allowed"
                        + " anywhere except the first or last character.");
            }
            if (cluster.deployments().containsKey(name) || cluster.services().containsKey(name)) {
                return fail("--> Creating resources ...\n    error: deployments.apps \"" + name
                        + "\" already exists\n--> Failed");
            }
            int port = image.get().port();
            PodSpec spec = new PodSpec(Map.of("app", name), name, reference, List.of(), List.of(), port);
            cluster.createDeployment(name, spec, 1);
            io.out()
                    .line("--> Found container image for \"" + Image.normal(reference)
                            + "\"\n\n--> Creating resources ...\n" + "    deployment.apps \"" + name + "\" created");
            if (port > 0) {
                cluster.expose(name, spec.labels(), port, port, false);
                io.out().line("    service \"" + name + "\" created");
            }
            io.out().line("--> Success");
            if (port > 0) {
                io.out()
                        .line(
                                "    Application is not exposed. You can expose services to the outside world by executing one"
                                        + " or more of the commands below:\n     'oc expose service/" + name + "'");
            }
            io.out().line("    Run 'oc status' to view your app.");
            return 0;
        }

        private static String named(List<String> operands) {
            String first = operands.getFirst();
            return first.contains("/")
                    ? first.substring(first.indexOf('/') + 1)
                    : operands.size() > 1 ? operands.get(1) : "";
        }

        int expose(List<String> words) {
            DockerOptions options = DockerOptions.parse(words, true, "hostname:", "name:", "port:", "path:");
            if (options.complaint().isPresent() || options.has("port") || options.has("path")) {
                return fail("oc: not simulated: oc expose service but --hostname, --name");
            }
            String service = named(options.operands());
            if (!cluster.services().containsKey(service)) {
                return fail("Error from server (NotFound): services \"" + service + "\" not found");
            }
            String name = options.value("name", service);
            if (cluster.router().routes().containsKey(name)) {
                return fail(
                        "Error from server (AlreadyExists): routes.route.openshift.io \"" + name + "\" already exists");
            }
            String host = options.value("hostname", name + "-default.router.default.svc.cluster.local");
            if (!host.matches("[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?")) {
                return fail("The Route \"" + name + "\" is invalid: spec.host: Invalid value: \"" + host
                        + "\": host must conform to DNS 952 subdomain conventions");
            }
            cluster.router().add(name, host, service);
            io.out().line("route.route.openshift.io/" + name + " exposed");
            return 0;
        }

        int routes() {
            if (cluster.router().routes().isEmpty()) {
                io.err().line("No resources found in default namespace.");
                return 0;
            }
            TextTable table =
                    TextTable.kubectl().row("NAME", "HOST/PORT", "PATH", "SERVICES", "PORT", "TERMINATION", "WILDCARD");
            cluster.router().routes().values().forEach(r -> {
                int port = Optional.ofNullable(cluster.services().get(r.service()))
                        .map(s -> s.targetPort())
                        .orElse(80);
                table.row(r.name(), r.host(), "", r.service(), port + "-tcp", "", "None");
            });
            table.lines().forEach(io.out()::line);
            return 0;
        }

        int deleteRoutes(List<String> words) {
            Router.Route route = cluster.router().routes().get(named(words));
            if (route == null) {
                return fail(
                        "Error from server (NotFound): routes.route.openshift.io \"" + named(words) + "\" not found");
            }
            cluster.router().remove(route);
            io.out().line("route.route.openshift.io \"" + route.name() + "\" deleted");
            return 0;
        }
    }
}
