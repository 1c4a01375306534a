package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What Intune shows of a device, property by property: static facts, and what it reported at its last check-in. */
final class DeviceView {

    private static final long ENROLLED_BEFORE = 200 * 86_400L;

    /** One property of one device, as it was when Intune heard of it last. */
    @FunctionalInterface
    interface Property {
        JsonNode of(Device device, long heard);
    }

    /** One device and when Intune heard of it last, which takes a while to find out. */
    record Sight(Device device, long heard) {
    }

    private final Tenant tenant;
    private final Fleet fleet;
    private final DeviceFacts facts;
    private final Map<String, Property> v1 = new LinkedHashMap<>();
    private final Map<String, Property> beta = new LinkedHashMap<>();

    DeviceView(Tenant tenant) {
        this.tenant = tenant;
        this.fleet = tenant.fleet;
        this.facts = tenant.fleet.facts;
        identity();
        state();
        hardware();
    }

    /** The properties of a version by name, in the order in which they are written. */
    Map<String, Property> properties(boolean inBeta) {
        return inBeta ? beta : v1;
    }

    /** The named properties; unknown names are left out, as Intune does. */
    ObjectNode view(Sight sight, boolean inBeta, Collection<String> names) {
        ObjectNode node = Json.object();
        Map<String, Property> properties = properties(inBeta);
        for (String name : names) {
            Property property = properties.get(name);
            if (property != null) {
                node.set(name, property.of(sight.device, sight.heard));
            }
        }
        return node;
    }

    Sight sight(Device device) {
        return new Sight(device, tenant.presence.lastCheckIn(device, tenant.now()));
    }

    private void identity() {
        both("id", d -> text(fleet.managedId(d.index)));
        both("userId", d -> facts.hasUser(d.index) ? text(fleet.userId(d.index)) : text(""));
        both("deviceName", d -> text(facts.name(d.index)));
        both("managedDeviceOwnerType", d -> text("company"));
        both("enrolledDateTime", d -> time(enrolled(d)));
        both("lastSyncDateTime", (d, heard) -> time(heard));
        both("operatingSystem", d -> text("Windows"));
        both("azureADRegistered", d -> BooleanNode.TRUE);
        both("deviceEnrollmentType", d -> text(hybrid(d) ? "windowsAutoEnrollment" : "windowsAzureADJoin"));
        both("emailAddress", d -> user(d));
        both("azureADDeviceId", d -> text(fleet.entraDeviceId(d.index)));
        both("deviceRegistrationState", d -> text("registered"));
        both("isEncrypted", d -> BooleanNode.TRUE);
        both("userPrincipalName", d -> user(d));
        both("model", d -> text(facts.model(d.index)));
        both("manufacturer", d -> text(facts.manufacturer(d.index)));
        both("serialNumber", d -> text(facts.serial(d.index)));
        both("userDisplayName", d -> facts.hasUser(d.index) ? text(facts.user(d.index).split("@")[0].replace('.', ' ')) : text(""));
    }

    private void state() {
        both("complianceState", d -> text(facts.kind(d.index) == DeviceFacts.Kind.OLD_WINDOWS ? "noncompliant" : "compliant"));
        both("managementAgent", d -> text(facts.kind(d.index) == DeviceFacts.Kind.CO_MANAGED ? "configurationManagerClientMdm" : "mdm"));
        both("osVersion", this::version);
        both("deviceActionResults", this::actions);
        both("managementState", d -> text(facts.kind(d.index) == DeviceFacts.Kind.RETIRED ? "retirePending" : "managed"));
        both("configurationManagerClientEnabledFeatures", this::coManagement);
        onlyBeta("ownerType", d -> text("company"));
    }

    private void hardware() {
        onlyBeta("processorArchitecture", d -> text(facts.arm(d.index) ? "arM64" : "x64"));
        onlyBeta("joinType", d -> text(facts.fromTheFuture(d.index) ? "sovereignCloudJoined" : hybrid(d) ? "hybridAzureADJoined" : "azureADJoined"));
        onlyBeta("skuFamily", d -> text(Edition.of(tenant.dice, facts, d.index).family()));
        onlyBeta("skuNumber", d -> IntNode.valueOf(Edition.of(tenant.dice, facts, d.index).number()));
    }

    /** Which workloads of a co-managed device lie with Intune: not Windows Update, in this tenant. Null for the others. */
    private JsonNode coManagement(Device device) {
        return facts.kind(device.index) != DeviceFacts.Kind.CO_MANAGED ? NullNode.getInstance()
                : Json.object().put("inventory", true).put("modernApps", true).put("resourceAccess", false).put("deviceConfiguration", true)
                        .put("compliancePolicy", true).put("windowsUpdateForBusiness", false).put("endpointProtection", false).put("officeApps", false);
    }

    private boolean hybrid(Device device) {
        return facts.kind(device.index) == DeviceFacts.Kind.HYBRID;
    }

    private JsonNode user(Device device) {
        return text(facts.hasUser(device.index) ? facts.user(device.index) : "");
    }

    private long enrolled(Device device) {
        if (device.enrolledAnew > 0) {
            return device.enrolledAnew;
        }
        long first = device.levels.time(0);
        return first - tenant.dice.seconds(Dice.Purpose.DETAIL, device.index, 9, 0, 24) - (facts.duplicate(device.index) ? ENROLLED_BEFORE : 0);
    }

    private JsonNode version(Device device, long heard) {
        if (facts.withoutVersion(device.index)) {
            return NullNode.getInstance();
        }
        long level = Fleet.levelAt(device, heard);
        return text("10.0." + Device.buildOf(level) + "." + Device.ubrOf(level));
    }

    private JsonNode actions(Device device) {
        ArrayNode array = Json.array();
        for (Device.Action action : device.actions) {
            long changed = action.done == 0 ? action.asked : action.done;
            array.addObject().put("actionName", "rebootNow").put("actionState", action.done == 0 ? "pending" : action.failed ? "failed" : "done")
                    .put("startDateTime", Json.time(action.asked)).put("lastUpdatedDateTime", Json.time(changed));
        }
        return array;
    }

    private void both(String name, Function<Device, JsonNode> property) {
        both(name, (device, heard) -> property.apply(device));
    }

    private void both(String name, Property property) {
        v1.put(name, property);
        beta.put(name, property);
    }

    private void onlyBeta(String name, Function<Device, JsonNode> property) {
        beta.put(name, (device, heard) -> property.apply(device));
    }

    private static JsonNode text(String value) {
        return TextNode.valueOf(value);
    }

    private static JsonNode time(long seconds) {
        return TextNode.valueOf(Json.time(seconds));
    }
}
