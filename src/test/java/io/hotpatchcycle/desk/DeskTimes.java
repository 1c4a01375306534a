package io.hotpatchcycle.desk;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks for whole pages over HTTP, as a signed-in auditor, and prints what each took in the median and at worst; and the CPU of this process (server and
 * client, not the database), which says on a busy machine what is the page's and what is the machine's.
 */
final class DeskTimes {

    private static final double ALLOWED = 300;
    private static final OperatingSystemMXBean CPU = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final int WARM_UP = 5;
    private static final int ASKED = 15;
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final URI base;

    private DeskTimes(int port) {
        base = URI.create("http://127.0.0.1:" + port);
    }

    /** @param arguments how many cycles, and devices in each */
    public static void main(String[] arguments) throws Exception {
        int cycles = arguments.length == 0 ? 100 : Integer.parseInt(arguments[0]);
        int devices = arguments.length < 2 ? 10_000 : Integer.parseInt(arguments[1]);
        int slow = 0;
        int pages = 0;
        try (ManyCycles many = new ManyCycles(cycles, devices)) {
            System.out.printf("%s cycles, %s planned devices, %s events, %s instances with %s steps and %s changes of variables%n",
                    many.text("select count(*) from hotpatch.cycle"), many.text("select count(*) from hotpatch.plan_member"), many.text("select count(*) from hotpatch.event"),
                    many.text("select count(*) from act_hi_procinst"), many.text("select count(*) from act_hi_actinst"), many.text("select count(*) from act_hi_detail"));
            DeskTimes times = new DeskTimes(many.port());
            times.signIn();
            for (Map.Entry<String, String> page : pages(many).entrySet()) {
                long cpu = CPU.getProcessCpuTime();
                double[] millis = times.ask(page.getValue());
                double each = (CPU.getProcessCpuTime() - cpu) / 1e6 / (WARM_UP + ASKED);
                double median = millis[millis.length / 2];
                pages++;
                slow += median > ALLOWED ? 1 : 0;
                System.out.printf("%-34s median %6.0f ms, slowest %6.0f ms, CPU %6.0f ms%s%n", page.getKey(), median, millis[millis.length - 1], each, median > ALLOWED ? "  TOO SLOW" : "");
            }
        }
        System.out.println("load " + CPU.getSystemLoadAverage());
        System.out.println(pages - slow + " passed, " + slow + " failed");
        System.exit(slow == 0 ? 0 : 1);
    }

    /** Every page of the desk, each list by each of its fields. */
    private static Map<String, String> pages(ManyCycles many) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("from", "2020-01-01");
        values.put("to", "2024-01-01");
        values.put("person", "change.manager");
        values.put("ring", "pilot");
        values.put("device", many.text("select d.id from hotpatch.device d join hotpatch.progress g on g.device_id = d.id where g.ring = 'last' limit 1"));
        values.put("kb", many.text("select kb from hotpatch.revision where line = 'WINDOWS_11' limit 1"));
        values.put("cve", "CVE-2025-0001");
        values.put("cycle", many.text("select id from hotpatch.cycle order by created_at limit 1 offset 4"));
        values.put("type", "cycle");
        values.put("rule", "REQUESTER");
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("desk", "/desk");
        Map<String, String> fields = Map.of("cycles", "from to person ring device kb cve", "approvals", "from to person ring device kb cve cycle",
                "instances", "from to cycle ring", "operations", "from to person cycle", "events", "from to person ring cycle type rule", "sign-ins", "from to person", "access", "from to person");
        fields.forEach((list, names) -> {
            pages.put(list, "/desk/" + list);
            for (String name : names.split(" ")) {
                pages.put(list + " by " + name, "/desk/" + list + "?" + name + "=" + encoded(values.get(name)));
            }
        });
        for (String field : "person ring device kb".split(" ")) {
            pages.put("desk by " + field, "/desk?" + field + "=" + encoded(values.get(field)));
        }
        pages.put("events, page 100", "/desk/events?page=100");
        pages.put("instances by process", "/desk/instances?type=ring-rollout");
        String steps = "select proc_inst_id_ from act_hi_actinst where proc_def_key_ = '%s' group by 1 order by count(*) desc, 1 limit 1";
        for (String process : new String[] {"patch-cycle", "ring-rollout"}) {
            String id = many.text(steps.formatted(process));
            pages.put("instance of " + process, "/desk/instances/" + id);
            pages.put("its path", "/desk/instances/" + id + "/course");
            pages.put("diagram of " + process, "/desk/instances/" + id + "/diagram");
        }
        pages.put("device on a day", "/desk/device?device=" + encoded(values.get("device")) + "&day=2024-06-01");
        pages.put("device by name", "/desk/device?device=" + encoded(many.text("select name from hotpatch.device order by no desc limit 1")) + "&day=2025-03-01");
        pages.put("population", "/desk/population");
        pages.put("population, 25 samples", "/desk/population?seed=7&size=25");
        pages.put("sample", "/desk/samples/" + encoded(many.text("select release_id from hotpatch.cycle order by created_at limit 1 offset 4")));
        pages.put("cycle", "/cycles/" + encoded(values.get("cycle")));
        pages.put("console", "/");
        pages.put("policies", "/policies");
        pages.put("retention", "/retention");
        pages.put("access review", "/access-review");
        pages.put("roles", "/roles");
        return pages;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void signIn() throws IOException, InterruptedException {
        Matcher token = TOKEN.matcher(http.send(HttpRequest.newBuilder(base.resolve("/login")).build(), HttpResponse.BodyHandlers.ofString()).body());
        if (!token.find()) {
            throw new IllegalStateException("No token on the sign-in page");
        }
        http.send(HttpRequest.newBuilder(base.resolve("/login")).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("username=auditor&password=auditor&_csrf=" + encoded(token.group(1)))).build(), HttpResponse.BodyHandlers.discarding());
    }

    /** Milliseconds to the last byte, smallest first. */
    private double[] ask(String path) throws IOException, InterruptedException {
        double[] millis = new double[ASKED];
        for (int i = -WARM_UP; i < ASKED; i++) {
            long start = System.nanoTime();
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(base.resolve(path)).header("Accept", "text/html, */*").build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(path + " answered " + answer.statusCode() + ": " + answer.body());
            }
            if (i >= 0) {
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(millis);
        return millis;
    }
}
