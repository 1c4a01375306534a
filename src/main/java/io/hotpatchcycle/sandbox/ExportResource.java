package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.sandbox.Router.In;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Export jobs: asked for, polled, and then fetched as a zip with one CSV file. */
final class ExportResource {

    private static final String PATH = "deviceManagement/reports/exportJobs";
    private static final Pattern POLICY = Pattern.compile("\\(?\\s*PolicyId eq '([^']+)'\\s*\\)?");
    private static final long LINK_LIVES = 6 * 3600L;

    /** One job; it is ready from the second time it is asked for. */
    private static final class Job {
        final ObjectNode node;
        final QualityPolicy policy;
        final List<String> columns;
        final long asked;
        int polls;

        Job(ObjectNode node, QualityPolicy policy, List<String> columns, long asked) {
            this.node = node;
            this.policy = policy;
            this.columns = columns;
            this.asked = asked;
        }
    }

    private final Tenant tenant;
    private final UpdateReport report;
    private final Map<String, Job> jobs = new LinkedHashMap<>();

    ExportResource(Tenant tenant) {
        this.tenant = tenant;
        this.report = new UpdateReport(tenant);
    }

    void register() {
        tenant.router.on(In.BOTH, "POST", PATH, this::create).on(In.BOTH, "GET", PATH + "/{id}", this::poll)
                .on(In.CONTROL, "GET", "__blob/{id}", this::download);
    }

    private Reply create(Request request) {
        String name = request.body().path("reportName").asText();
        if (!name.equals(UpdateReport.NAME)) {
            throw GraphException.badRequest("The report '" + name + "' does not exist in the sandbox; it knows " + UpdateReport.NAME + ".");
        }
        Matcher filter = POLICY.matcher(request.body().path("filter").asText(""));
        if (!filter.matches()) {
            throw GraphException.badRequest("The report " + name + " needs the filter (PolicyId eq '...').");
        }
        if (!request.body().path("format").asText("csv").equals("csv")) {
            throw GraphException.badRequest("The sandbox exports csv only.");
        }
        QualityPolicy policy = tenant.servicing.policies.get(filter.group(1));
        String id = name + "_" + Ids.guid(tenant.dice, Dice.Purpose.JOB, 0, tenant.nextNumber());
        ObjectNode node = Json.object().put("id", id).put("reportName", name).put("filter", request.body().path("filter").asText());
        List<String> columns = columns(request.body().path("select"));
        node.set("select", Json.strings(columns));
        node.put("format", "csv").putNull("snapshotId").put("localizationType", "replaceLocalizableValues").put("status", "notStarted")
                .putNull("url").put("requestDateTime", Json.time(tenant.now())).put("expirationDateTime", "0001-01-01T00:00:00Z");
        jobs.put(id, new Job(node, policy, columns, tenant.now()));
        return Reply.created(node.deepCopy().put("@odata.context", request.context(PATH + "/$entity")));
    }

    private static List<String> columns(JsonNode select) {
        List<String> columns = new ArrayList<>();
        for (JsonNode column : select) {
            if (!UpdateReport.COLUMNS.contains(column.asText())) {
                throw GraphException.badRequest("The report has no column '" + column.asText() + "'; it has " + UpdateReport.COLUMNS + ".");
            }
            columns.add(column.asText());
        }
        return columns.isEmpty() ? UpdateReport.COLUMNS : columns;
    }

    private Job require(String id) {
        Job job = jobs.get(id);
        if (job == null) {
            throw GraphException.notFound("ResourceNotFound", "The export job " + id + " does not exist.");
        }
        return job;
    }

    private Reply poll(Request request) {
        Job job = require(request.value("id"));
        ObjectNode node = job.node.deepCopy();
        if (job.polls++ == 0) {
            node.put("status", "inProgress");
        } else {
            node.put("status", "completed").put("url", request.base() + "/__blob/" + request.value("id") + ".zip?sig=sandbox")
                    .put("expirationDateTime", Json.time(tenant.now() + LINK_LIVES));
        }
        return Reply.ok(node.put("@odata.context", request.context(PATH + "/$entity")));
    }

    private Reply download(Request request) {
        Job job = require(request.value("id").replaceFirst("\\.zip$", ""));
        return Reply.large("application/zip", report.zip(request.value("id").replaceFirst("\\.zip$", ""), job.policy, job.columns, job.asked));
    }
}
