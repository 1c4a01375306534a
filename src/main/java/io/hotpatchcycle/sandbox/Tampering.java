package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Answers that are well formed and not what was agreed. */
enum Tampering {

    /** Every enumeration says a word that is new. */
    UNKNOWN_ENUM,
    /** Numbers and switches are texts; enumerations and times are numbers. */
    WRONG_TYPE,
    /** Lists inside of things are objects; where there are none, the list itself is one. */
    WRONG_SHAPE;

    /** The word Graph itself promises for values that a client cannot know yet. */
    private static final String NEW_WORD = "unknownFutureValue";
    private static final String NOTHING_MEANT = "notWhatWasAgreed";
    private static final Set<String> ENUMERATIONS = Set.of("status", "approvalStatus", "approvalMethodType", "windowsQualityUpdateCategory",
            "windowsQualityUpdateCadence", "qualityUpdateClassification", "qualityUpdateCadence", "classification", "maxSeverity", "maxSeverityLevel",
            "actionState", "actionName", "deviceGuardVirtualizationBasedSecurityState", "operatingSystemEdition", "processorArchitecture", "joinType",
            "skuFamily", "managementAgent", "managementState", "complianceState", "capabilityStatus", "appliesTo", "provisioningStatus",
            "servicePlanName", "skuPartNumber", "product", "groupTypes", "@odata.type");
    private static final List<String> REPORT_WORDS = List.of("AggregateState", "CurrentDeviceUpdateStatus", "CurrentDeviceUpdateSubstatus",
            "LatestAlertMessage");

    Reply with(Reply reply) {
        if (reply.body() != null) {
            return new Reply(reply.status(), value("", reply.body().deepCopy()), null, reply.contentType(), reply.headers());
        }
        return "application/zip".equals(reply.contentType()) ? new Reply(reply.status(), null, report(reply.content()), reply.contentType(), reply.headers())
                : reply;
    }

    private JsonNode value(String name, JsonNode value) {
        if (value instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(field -> object.set(field, value(field, object.get(field))));
            return object;
        }
        if (value instanceof ArrayNode array) {
            boolean outermost = name.equals("value") && holdsLists(array);
            for (int i = 0; i < array.size(); i++) {
                array.set(i, value(name, array.get(i)));
            }
            return this == WRONG_SHAPE && !outermost ? Json.object().set(NOTHING_MEANT, array) : array;
        }
        boolean word = value.isTextual() && ENUMERATIONS.contains(name);
        return switch (this) {
            case UNKNOWN_ENUM -> word ? Json.object().textNode(NEW_WORD) : value;
            case WRONG_TYPE -> word || value.isTextual() && name.endsWith("DateTime") ? Json.object().numberNode(7)
                    : value.isNumber() || value.isBoolean() ? Json.object().textNode(value.asText()) : value;
            case WRONG_SHAPE -> value;
        };
    }

    private static boolean holdsLists(ArrayNode array) {
        for (JsonNode element : array) {
            for (JsonNode inside : element) {
                if (inside.isArray()) {
                    return true;
                }
            }
        }
        return false;
    }

    private byte[] report(byte[] zip) {
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream out = new ZipOutputStream(bytes)) {
                for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    out.write(rows(new String(in.readAllBytes(), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
                }
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("A report of the sandbox cannot be changed.", e);
        }
    }

    private String rows(String csv) {
        String[] lines = csv.split("\\R");
        String[] names = lines[0].replace("\uFEFF", "").split(",", -1);
        if (this == WRONG_SHAPE) {
            return csv.replace("AggregateState", NOTHING_MEANT);
        }
        return lines[0] + "\n" + Arrays.stream(lines).skip(1).map(line -> row(names, line)).collect(Collectors.joining("\n", "", "\n"));
    }

    private String row(String[] names, String line) {
        String[] cells = line.split(",", -1);
        for (int i = 0; i < Math.min(cells.length, names.length); i++) {
            String name = names[i].replace("\"", "").replace("_loc", "");
            if (!cells[i].isEmpty() && (REPORT_WORDS.contains(name) || this == WRONG_TYPE && name.endsWith("UTC"))) {
                cells[i] = this == UNKNOWN_ENUM ? NEW_WORD : "7";
            }
        }
        return String.join(",", cells);
    }
}
