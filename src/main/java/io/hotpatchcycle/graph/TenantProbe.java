package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import io.hotpatchcycle.fleet.LicenceRule;
import java.net.URI;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks whether the tenant can be worked with: one small read per endpoint, and what the token says. Writes nothing. */
public final class TenantProbe {

    private final GraphCalls calls;
    private final GraphAddress address;
    private final AccessTokens tokens;

    TenantProbe(GraphCalls calls, GraphAddress address, AccessTokens tokens) {
        this.calls = calls;
        this.address = address;
        this.tokens = tokens;
    }

    /**
     * What came of one read.
     *
     * @param what     e.g. {@code the update rings of Intune}
     * @param problem  why it failed and what to do; empty when it was answered
     * @param reached whether there was any answer
     */
    public record Answer(String what, Optional<String> problem, boolean reached) {
    }

    /**
     * Whom the token speaks for.
     *
     * @param tenant      id of the tenant; null when the token does not say
     * @param application application id; null when the token does not say
     * @param permissions granted application permissions
     */
    public record Identity(String tenant, String application, Set<String> permissions) {
    }

    /**
     * Signs in.
     *
     * @return empty when the token cannot be read, as in a sandbox
     * @throws SignInFailed when there is no token
     */
    public Optional<Identity> signIn() {
        try {
            JWTClaimsSet claims = JWTParser.parse(tokens.get()).getJWTClaimsSet();
            List<String> roles = claims.getStringListClaim("roles");
            return Optional.of(new Identity(claims.getStringClaim("tid"), claims.getStringClaim("appid"), roles == null ? Set.of() : Set.copyOf(roles)));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    private record Endpoint(String what, String permission, URI uri) {
    }

    /** Reads a little of everything we need; nothing more once there is no answer at all. */
    public List<Answer> endpoints() {
        List<Answer> answers = new ArrayList<>();
        for (Endpoint endpoint : needed()) {
            answers.add(read(endpoint.what(), endpoint.permission(), endpoint.uri()));
            if (!answers.get(answers.size() - 1).reached()) {
                break;
            }
        }
        return answers;
    }

    private List<Endpoint> needed() {
        return List.of(
                new Endpoint("the catalog of Windows updates", "WindowsUpdates.Read.All", address.beta("/admin/windows/updates/catalog/entries", "$top", "1")),
                new Endpoint("the products with their known issues", "WindowsUpdates.Read.All", address.beta("/admin/windows/updates/products", "$top", "1")),
                new Endpoint("Intune's catalog of updates", Purpose.CONFIGURATION, address.beta("/deviceManagement/windowsUpdateCatalogItems", "$top", "1")),
                new Endpoint("the quality update policies of Intune", Purpose.CONFIGURATION, address.beta(QualityPolicies.PATH, "$top", "1")),
                new Endpoint("the expedite policies of Intune", Purpose.CONFIGURATION, address.beta(ExpeditePolicies.PATH, "$top", "1")),
                new Endpoint("the update rings of Intune", Purpose.CONFIGURATION, address.beta("/deviceManagement/deviceConfigurations", "$top", "1")),
                new Endpoint("the devices of Intune", Purpose.DEVICES, address.beta("/deviceManagement/managedDevices",
                        "$filter", "operatingSystem eq 'Windows'", "$select", "id", "$top", "1")),
                new Endpoint("the devices of Entra", "Device.Read.All", address.v1("/devices", "$select", "id", "$top", "1")),
                new Endpoint("the groups of Entra", Purpose.GROUPS, address.v1("/groups", "$select", "id", "$top", "1")),
                new Endpoint("the users of Entra", "User.Read.All", address.v1("/users", "$select", "id", "$top", "1")));
    }

    /** The start-up history of Endpoint analytics: can be done without. */
    public Answer startUps() {
        return read("the start-up history of Endpoint analytics", Purpose.DEVICES, address.v1(StartupHistories.PATH));
    }

    private Answer read(String what, String permission, URI uri) {
        try {
            JsonNode page = calls.read(new Purpose(what, permission), uri);
            return new Answer(what, page.path("value").isArray() ? Optional.empty()
                    : Optional.of("Could not read " + what + ": the answer has no list. Check hotpatch.graph.base-url."), true);
        } catch (GraphUnavailable e) {
            return new Answer(what, Optional.of(e.getMessage()), e.status() != 0);
        }
    }

    /**
     * Names of the subscriptions whose licences cover hotpatch.
     *
     * @throws GraphUnavailable when they cannot be read
     */
    public List<String> licences(LicenceRule covering) {
        return new Licences(calls, address).qualifyingNames(covering);
    }
}
