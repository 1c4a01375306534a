package io.hotpatchcycle;

import io.hotpatchcycle.freeze.FreezeSource;
import io.hotpatchcycle.ring.RingSettings;
import io.hotpatchcycle.rollout.Mode;
import io.hotpatchcycle.sandbox.GateAnswer;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Everything an admin can set, prefix {@code hotpatch}.
 *
 * @param mode       observe or control; the sandbox starts in control, a real tenant in observe
 * @param includeOob whether out-of-band releases start cycles of their own
 * @param rings      in order; default 1 / 9 / 30 / 60 percent
 * @param freeze     times in which nothing opens; default none
 * @param reportDelay how far the install reports may lag: a stop is not true before
 * @param graph      how the tenant is reached
 * @param sandbox    the synthetic tenant
 * @param audit      what makes the trail provable
 */
@ConfigurationProperties("hotpatch")
public record HotpatchSettings(Mode mode, @DefaultValue("false") boolean includeOob, List<Ring> rings, List<FreezeSource.Entry> freeze,
                               @DefaultValue("48h") Duration reportDelay, @DefaultValue Graph graph, @DefaultValue Sandbox sandbox,
                               @DefaultValue Audit audit) {

    public HotpatchSettings {
        mode = mode != null ? mode : sandbox.enabled() ? Mode.CONTROL : Mode.OBSERVE;
        rings = rings == null ? List.of() : List.copyOf(rings);
        if (reportDelay.isNegative() || reportDelay.compareTo(Duration.ofDays(7)) > 0) {
            throw new StartRefusedException("hotpatch.report-delay must be 0 to 7 days, not " + reportDelay + ".");
        }
        freeze = freeze == null ? List.of() : List.copyOf(freeze);
    }

    /** One ring; see {@link RingSettings}. */
    public record Ring(String name, String groupId, BigDecimal share, String ownerGroup, String restartOwnerGroup, String policyId) {
    }

    /**
     * How the tenant is reached.
     *
     * @param tenantId     id or domain of the tenant; null for the sandbox
     * @param clientId     application (client) id of the app registration
     * @param clientSecret its secret, or {@code file:PATH}
     * @param certificate  certificate and key as PEM, or the path of a file with both; in place of a secret
     * @param authority    who gives tokens; default: the global cloud
     * @param baseUrl      root of Graph without a version; empty for the global cloud, or for the sandbox inside
     * @param readTimeout  longest silence while waiting for an answer
     */
    public record Graph(String tenantId, String clientId, String clientSecret, String certificate, URI authority, URI baseUrl,
                        @DefaultValue("30s") Duration readTimeout) {

        /** Keeps secrets out of logs. */
        @Override
        public String toString() {
            return "Graph[" + tenantId + ", " + clientId + ", " + authority + ", " + baseUrl + "]";
        }
    }

    /**
     * The sandbox tenant.
     *
     * @param enabled    whether the tenant is the sandbox; default: there is no tenant id
     * @param port       0 for any free one
     * @param releases   release file; null for the bundled one
     * @param pace       seconds of business time per second while nobody is waited for, after the first approval
     * @param state      folder of its state; default: under the data folder
     * @param gateAnswer how it answers to hotpatch with manual approval
     * @param uninstalls whether devices follow an uninstall of their update ring
     * @param faults     disturbances from the first call on, each as {@code POST /__sandbox/faults} takes it
     */
    public record Sandbox(@DefaultValue("true") boolean enabled, @DefaultValue("0") int port, @DefaultValue("5000") int devices,
                          @DefaultValue("1") long seed, Path releases, @DefaultValue("3600") int pace, Path state,
                          @DefaultValue("GATING") GateAnswer gateAnswer, @DefaultValue("true") boolean uninstalls, List<Map<String, Object>> faults) {

        public Sandbox {
            faults = faults == null ? List.of() : List.copyOf(faults);
        }
    }

    /**
     * What makes the trail provable.
     *
     * @param keyFile      private Ed25519 key as PEM; default, with the embedded database only: made in the data folder
     * @param formerKeys   folder with the public keys (*.pem) that signed before this one; null for none
     * @param anchorFolder write-once folder that gets the signed head each day; null for none
     * @param mailTo       address outside that the signed head is mailed to each day; null for none
     */
    public record Audit(Path keyFile, Path formerKeys, Path anchorFolder, String mailTo) {

        public Audit {
            mailTo = mailTo == null || mailTo.isBlank() ? null : mailTo.strip();
            if (mailTo != null && !mailTo.matches("[^\\s@,;<>]+@[^\\s@,;<>]+")) {
                throw new StartRefusedException("hotpatch.audit.mail-to must be one mail address such as trail@auditors.example.org, not '" + mailTo + "'.");
            }
        }
    }

    /** What facts about the tenant are stored under: its id, or {@code sandbox}. */
    public String tenantKey() {
        return sandbox.enabled() ? "sandbox" : graph.tenantId().toLowerCase(Locale.ROOT);
    }

    /** The freezes and their calendars, checked. */
    public List<FreezeSource> freezeSources() {
        try {
            return IntStream.range(0, freeze.size()).mapToObj(i -> FreezeSource.of("hotpatch.freeze[" + i + "]", freeze.get(i))).toList();
        } catch (IllegalArgumentException e) {
            throw new StartRefusedException(e.getMessage(), e);
        }
    }

    /** The rings, checked. */
    public List<RingSettings> ringSettings() {
        try {
            return RingSettings.check(rings.isEmpty() ? RingSettings.standard() : rings.stream()
                    .map(r -> new RingSettings(r.name(), r.groupId(), r.share(), r.ownerGroup(), r.restartOwnerGroup(),
                            r.policyId())).toList());
        } catch (IllegalArgumentException e) {
            throw new StartRefusedException(e.getMessage(), e);
        }
    }
}
