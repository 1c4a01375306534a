package io.hotpatchcycle.access;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.web.context.WebApplicationContext;

/** Every route that reads, asked as somebody: which of them name one of some devices? A route added later is asked too. */
public final class DevicesShown {

    /** The engine tells of devices only on tasks, to whom they are asked, its instances are closed to owners; the desk is for auditors. */
    private static final List<String> ELSEWHERE = List.of("/camunda/", "/engine-rest/", "/desk", "/oauth2/", "/v3/");

    private final Set<Route> routes;
    private final URI base;
    private final Map<String, String> ids;

    /** @param ids what stands for a parameter, by the path segment before it */
    public DevicesShown(WebApplicationContext context, int port, Map<String, String> ids) {
        this.routes = Routes.of(context);
        this.base = URI.create("http://127.0.0.1:" + port);
        this.ids = ids;
    }

    /** @param devices ids and names to look for */
    public Set<String> to(String person, List<String> devices) {
        HttpClient http = HttpClient.newHttpClient();
        String basic = "Basic " + Base64.getEncoder().encodeToString((person + ":" + person).getBytes(StandardCharsets.UTF_8));
        Set<String> naming = new TreeSet<>();
        for (Route route : routes) {
            if (route.changes() || ELSEWHERE.stream().anyMatch(route.path()::startsWith)) {
                continue;
            }
            for (String kind : List.of("application/json, text/html;q=0.9, */*;q=0.1", "text/csv")) {
                // the address itself names the device that is asked for
                String path = path(route.path());
                String body = ask(http, HttpRequest.newBuilder(base.resolve(path)).header("Authorization", basic).header("Accept", kind)).replace(path, "");
                devices.stream().filter(body::contains).findFirst().ifPresent(device -> naming.add(route + " as " + kind.split(",")[0] + ": " + device));
            }
        }
        return naming;
    }

    private String path(String template) {
        StringBuilder path = new StringBuilder();
        String before = "";
        for (String segment : template.substring(1).split("/")) {
            path.append('/').append(segment.contains("{") ? ids.getOrDefault(before, "nothing-here") : segment.replace("*", "x"));
            before = segment;
        }
        return path + "?size=500";
    }

    private static String ask(HttpClient http, HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            return answer.statusCode() == 200 ? answer.body() : "";
        } catch (IOException e) {
            throw new AssertionError("No answer to " + request.build(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }
}
