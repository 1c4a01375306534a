package io.hotpatchcycle.approval;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.fleet.VisibleRings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Exemptions and waivers: who is left out, why, what protects meanwhile, who granted it, and until when. They are in
 * force by their rows: plan, groups and guard read those.
 */
public final class Exemptions {

    /** Nobody is left out for longer without being looked at again. */
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final int MAX_TARGET = 100;

    private final ExemptionRows rows;
    private final Trail trail;
    private final Clock businessClock;

    public Exemptions(ExemptionRows rows, Trail trail, Clock businessClock) {
        this.rows = rows;
        this.trail = trail;
        this.businessClock = businessClock;
    }

    /** As {@link #request(ExemptionRequest, String, String)}, in one's own right. */
    public long request(ExemptionRequest request, String person) {
        return request(request, person, null);
    }

    /**
     * Stores a request; nothing is exempt yet.
     *
     * @param person    who asks; null when nobody is signed in
     * @param inPlaceOf for whom he asks as a substitute: that person is held to the rules as if he had asked; null in his own right
     * @return its number
     * @throws DecisionRefused when something is missing or makes no sense; nothing has changed
     */
    public long request(ExemptionRequest request, String person, String inPlaceOf) {
        if (person == null) {
            throw new DecisionRefused("Nobody is signed in, so this request has no author. Sign in and ask again.");
        }
        ExemptionRequest r = checked(request);
        long id = rows.insert(r, person, inPlaceOf, businessClock.instant());
        Map<String, Object> data = new LinkedHashMap<>(Map.of("exemption", id, "scope", r.scope().name(), "target", r.target(), "reason", r.reason(),
                "compensatingControl", r.compensatingControl(), "expiresAt", r.expiresAt().toString()));
        if (r.renews() != null) {
            data.put("renews", r.renews());
        }
        if (inPlaceOf != null) {
            data.put("inPlaceOf", inPlaceOf);
        }
        trail.person(person, "exemption.requested", cycle(r.scope(), r.target()), null, data);
        return id;
    }

    private ExemptionRequest checked(ExemptionRequest r) {
        if (r.scope() == null) {
            throw new DecisionRefused("'scope' must be one of DEVICE, GROUP, RING or FREEZE.");
        }
        String given = GivenText.read("target", r.target(), MAX_TARGET);
        String target = r.scope() == ExemptionScope.DEVICE ? rows.device(given).orElse(given) : given;
        if (!rows.known(r.scope(), target)) {
            throw new DecisionRefused(switch (r.scope()) {
                case DEVICE -> "There is no device '" + target + "', or several have that name. Give its Intune device id.";
                case RING -> "There is no ring '" + target + "'. Give the name of a ring of hotpatch.rings.";
                case FREEZE -> "There is no running cycle '" + target + "'. A waiver of the freeze names the cycle that may open.";
                case GROUP -> "There is no group '" + target + "'.";
            });
        }
        Instant now = businessClock.instant();
        if (r.expiresAt() == null || !r.expiresAt().isAfter(now) || r.expiresAt().isAfter(now.plus(LONGEST))) {
            throw new DecisionRefused("'expiresAt' must lie between now and " + LONGEST.toDays() + " days from now" + (r.expiresAt() == null ? "."
                    : ", but is " + r.expiresAt() + ". It is now " + now + "."));
        }
        return new ExemptionRequest(r.scope(), target, GivenText.read("reason", r.reason()),
                GivenText.read("compensatingControl", r.compensatingControl()), r.expiresAt(), r.renews());
    }

    /** Why nobody decides about a request as, or in the place of, this person; empty when there is no reason. */
    public Optional<String> againstDeciding(long id, String person) {
        return rows.requesters(id).contains(person) ? Optional.of(person + " asked for exemption " + id + ", or for one that it renews, himself or through "
                + "a substitute, so somebody else must decide about it, and not in the place of " + person
                + ". Ask another member of the group; after the deadline the CAB is asked too.") : Optional.empty();
    }

    /**
     * Grants or refuses a request.
     *
     * @throws DecisionRefused when the person asked for it himself, or it would already be over
     */
    public void decide(long id, boolean granted, String person, String comment) {
        ExemptionView asked = get(id);
        againstDeciding(id, person).ifPresent(why -> {
            throw new DecisionRefused(DecisionRefused.Kind.PERSON, why);
        });
        if (granted && !asked.expiresAt().isAfter(businessClock.instant())) {
            throw new DecisionRefused(DecisionRefused.Kind.STATE, "Exemption " + id + " would have ended at " + asked.expiresAt() + ". Refuse it; a new one can be asked for.");
        }
        rows.decide(id, granted, person, comment, businessClock.instant());
        trail.person(person, granted ? "exemption.granted" : "exemption.refused", cycle(asked.scope(), asked.target()), null, Map.of("exemption", id,
                "scope", asked.scope().name(), "target", asked.target(), "requestedBy", asked.requestedBy(), "expiresAt", asked.expiresAt().toString()));
    }

    /** Notes that an exemption has ended: from now on its devices belong to the next plan again. */
    public void expire(long id) {
        ExemptionView ended = get(id);
        if (rows.end(id, businessClock.instant())) {
            trail.system("exemption.expired", cycle(ended.scope(), ended.target()), null, Map.of("exemption", id, "scope", ended.scope().name(),
                    "target", ended.target()));
        }
    }

    /** The exemption of this number, if there is one. */
    public Optional<ExemptionView> find(long id) {
        return rows.find(id);
    }

    /** The exemption of this number, which is known to exist. */
    public ExemptionView get(long id) {
        return rows.find(id).orElseThrow(() -> new IllegalStateException("There is no exemption " + id + "."));
    }

    /** Who asked for it or for one that it renews, and in whose place; none of them decides about it. */
    public Set<String> requesters(long id) {
        return rows.requesters(id);
    }

    /** How often this case was renewed by now. */
    public int renewals(long id) {
        return rows.renewals(id);
    }

    /** Whether somebody may look at it: of exemptions of single devices, those of devices that he may see, or that he asked for. */
    public boolean isVisible(long id, VisibleRings visible, String person) {
        return rows.visible(id, visible, person);
    }

    /** Exemptions that somebody may look at, newest first. */
    public List<ExemptionView> list(VisibleRings visible, String person, int offset, int limit) {
        return rows.list(visible, person, offset, limit);
    }

    /** How many {@link #list} can tell. */
    public int count(VisibleRings visible, String person) {
        return rows.count(visible, person);
    }

    private static String cycle(ExemptionScope scope, String target) {
        return scope == ExemptionScope.FREEZE ? target : null;
    }
}
