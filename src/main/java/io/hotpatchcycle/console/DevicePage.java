package io.hotpatchcycle.console;

import io.hotpatchcycle.eligibility.DeviceEligibility;
import io.hotpatchcycle.eligibility.Eligibilities;
import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.fleet.KnownDevice;
import io.hotpatchcycle.fleet.KnownFact;
import io.hotpatchcycle.ring.Governed;
import io.hotpatchcycle.ring.Rings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** One device: all that is known of it with source and age, and what that comes to in its newest plan. */
@Controller
@Tag(name = "Fleet")
class DevicePage {

    private static final int MAX_TEXT = 200;
    private static final String POLICIES = "Intune, policies";

    private final Fleet fleet;
    private final Eligibilities eligibilities;
    private final Rings rings;
    private final OwnDevices own;
    private final Tenant tenant;

    DevicePage(Fleet fleet, Eligibilities eligibilities, Rings rings, OwnDevices own, Tenant tenant) {
        this.fleet = fleet;
        this.eligibilities = eligibilities;
        this.rings = rings;
        this.own = own;
        this.tenant = tenant;
    }

    /** A device over REST; {@code eligibility} is null where no plan knows it. */
    record Sheet(String id, String name, List<KnownFact> facts, DeviceEligibility eligibility) {
    }

    /** A fact on the page. */
    record Row(String name, String value, String source, Moment observedAt, Moment receivedAt, String remark) {
    }

    @GetMapping(value = "/api/v1/devices/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "All facts of a device (Intune id, Entra id or name), each with its source, when that saw it and when we read it")
    @ResponseBody
    Sheet json(@PathVariable String id) {
        return sheet(ApiProblem.readable("id", id)).orElseThrow(() -> new ApiProblem(HttpStatus.NOT_FOUND, "No device has the id or the name '" + id
                + "'. A name must be written as Intune writes it."));
    }

    @GetMapping(value = "/fleet/device", produces = MediaType.TEXT_HTML_VALUE)
    String page(@RequestParam(defaultValue = "") String device, Model model) {
        Instant now = tenant.now();
        String wanted = ApiProblem.readable("device", device.strip());
        Optional<Sheet> sheet = wanted.isEmpty() || wanted.length() > MAX_TEXT ? Optional.empty() : sheet(wanted);
        model.addAttribute("wanted", wanted);
        model.addAttribute("known", sheet.orElse(null));
        model.addAttribute("device", sheet.map(Sheet::eligibility).map(e -> DeviceRow.of(e, now)).orElse(null));
        model.addAttribute("facts", sheet.map(Sheet::facts).orElse(List.of()).stream().map(f -> new Row(f.name(), Words.fact(f.value()), f.source(),
                Moment.of(f.observedAt(), now), Moment.of(f.receivedAt(), now), f.remark())).toList());
        return "fleet-device";
    }

    /** Who may not see the whole fleet sees a device only by the ring it is planned in. */
    private Optional<Sheet> sheet(String text) {
        Optional<KnownDevice> known = fleet.known(text);
        DeviceEligibility planned = known.flatMap(d -> eligibilities.ofDevice(d.id())).orElse(null);
        return known.filter(d -> own.rings().shows(planned == null ? null : planned.ring())).map(d -> {
            List<KnownFact> facts = new ArrayList<>(d.facts());
            facts.addAll(governing(rings.governing(d.objectId(), planned == null ? null : planned.ring())));
            return new Sheet(d.id(), d.name(), facts, planned);
        });
    }

    private static String updateRing(Governed by) {
        if (by.unit() == null) {
            return "read for devices of our rings only";
        }
        return by.clashes().isEmpty() ? "the one that reaches the group of its ring, and no other" : "the one that reaches the group of its ring, but this device is "
                + String.join(", ", by.clashes()) + ": which settings it has is not known, and it is not held by our gate";
    }

    private static List<KnownFact> governing(Governed by) {
        List<String> policies = new ArrayList<>(by.foreign());
        if (by.unit() != null) {
            policies.add(0, "ours of ring " + by.unit().ring() + (by.unit().policyId() == null ? ", not made yet" : ""));
        }
        return List.of(
                new KnownFact("Quality update policies", policies.isEmpty() ? "none" : String.join(", ", policies), POLICIES, null, by.readAt(),
                        by.unit() == null ? null : "ours is planned for it by its ring; whether Intune has it there is read when the ring opens"),
                new KnownFact("Update ring", by.unit() == null ? null : by.unit().updateRing(), POLICIES, null, by.readAt(), updateRing(by)),
                new KnownFact("Tenant's default", by.tenantDefault() == null ? null : by.tenantDefault() ? "hotpatch allowed" : "hotpatch blocked",
                        "Windows Autopatch", null, by.readAt(), "counts for devices in no policy"));
    }
}
