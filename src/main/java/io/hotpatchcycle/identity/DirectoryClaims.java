package io.hotpatchcycle.identity;

import io.hotpatchcycle.identity.SignInRefused.Reason;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads a person out of the claims of a token whose signature, issuer, audience and times were checked before. */
final class DirectoryClaims {

    /** As long as the engine's columns. */
    private static final int MAX_NAME = 255;

    private final SignInSettings settings;
    private final GroupLookup lookup;
    private final RecentLookups recent;

    /** @param lookup null where nobody can be asked for groups the token leaves out */
    DirectoryClaims(SignInSettings settings, GroupLookup lookup, RecentLookups recent) {
        this.recent = recent;
        this.settings = settings;
        this.lookup = lookup;
    }

    /** @throws SignInRefused without a usable id, or when the groups are cut off and cannot be looked up */
    DirectoryPerson read(Map<String, Object> claims, String issuer, Instant issuedAt) {
        Object subject = claims.get(settings.subjectClaim());
        String id = subject instanceof String text ? text : "";
        if (!SignInSettings.isId(id)) {
            throw new SignInRefused(Reason.NO_SUBJECT, id.isEmpty() ? "The token has no claim '" + settings.subjectClaim() + "'"
                    : "The claim '" + settings.subjectClaim() + "' is no usable id: " + readable(id));
        }
        return new DirectoryPerson(id, name(claims, id), issuer, settings.rolesOf(groups(claims, id, issuedAt)), issuedAt);
    }

    private Set<String> groups(Map<String, Object> claims, String id, Instant issuedAt) {
        Set<String> found = new TreeSet<>();
        for (String claim : settings.groupsClaims()) {
            if (claims.get(claim) instanceof Collection<?> values) {
                values.forEach(value -> found.add(String.valueOf(value)));
            } else if (claims.get(claim) instanceof String one) {
                found.add(one);
            }
        }
        if (cutOff(claims)) {
            found.addAll(lookUp(id, issuedAt));
        }
        return found;
    }

    /** Entra ID says so in two ways: {@code _claim_names} where the groups would be found, or {@code hasgroups}. */
    private boolean cutOff(Map<String, Object> claims) {
        boolean elsewhere = claims.get("_claim_names") instanceof Map<?, ?> names && settings.groupsClaims().stream().anyMatch(names::containsKey);
        return elsewhere || "true".equals(String.valueOf(claims.get("hasgroups")));
    }

    private Set<String> lookUp(String id, Instant issuedAt) {
        Set<String> wanted = settings.wantedIds();
        if (lookup == null || wanted.isEmpty()) {
            throw new SignInRefused(Reason.TOO_MANY_GROUPS, "The token leaves out the groups of " + id + " because they are too many, and "
                    + (lookup == null ? "nobody can be asked for them" : "hotpatch.sign-in.roles names no group by its object id"));
        }
        try {
            return recent.groups(id, issuedAt, () -> lookup.memberships(id, wanted));
        } catch (RuntimeException e) {
            throw new SignInRefused(Reason.GROUPS_UNREADABLE, "The groups of " + id + " cannot be looked up: " + readable(String.valueOf(e.getMessage())));
        }
    }

    private String name(Map<String, Object> claims, String id) {
        for (String claim : new String[] {settings.nameClaim(), "preferred_username", "app_displayname", "azp", "appid"}) {
            if (claims.get(claim) instanceof String text && !text.isBlank()) {
                String clean = readable(text).strip();
                return clean.length() <= MAX_NAME ? clean : clean.substring(0, MAX_NAME);
            }
        }
        return id;
    }

    private static String readable(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
