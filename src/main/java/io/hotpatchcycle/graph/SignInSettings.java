package io.hotpatchcycle.graph;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;

/**
 * How the program signs in to a tenant: as an application, by exactly one of secret and certificate.
 *
 * @param authority    e.g. {@code https://login.microsoftonline.com}, the default; plain http only on loopback
 * @param tenantId     id or verified domain of the tenant
 * @param clientId     application (client) id
 * @param clientSecret the secret, or {@code file:PATH} of a file that holds it and is read again for each token
 * @param certificate  certificate and private key as PEM, or the path of a file with both, also as {@code file:PATH}
 * @param resource     root of Graph, whose permissions the token is to carry
 * @param timeout      longest silence while waiting for an answer
 * @param wallClock    real time
 */
public record SignInSettings(URI authority, String tenantId, String clientId, String clientSecret, String certificate, URI resource,
                             Duration timeout, Clock wallClock) {

    /** The authority of the global cloud. */
    public static final URI GLOBAL = URI.create("https://login.microsoftonline.com");

    /** @throws IllegalArgumentException when something is missing or would send a secret in the clear; one sentence with the fix */
    public SignInSettings {
        authority = authority == null ? GLOBAL : GraphSettings.secure("hotpatch.graph.authority", authority);
        resource = resource == null ? GraphSettings.GLOBAL : resource;
        require(tenantId != null && tenantId.matches("[A-Za-z0-9][A-Za-z0-9.-]{0,252}"),
                "hotpatch.graph.tenant-id is '" + tenantId + "': set it to the id of the tenant, or to one of its domains.");
        require(clientId != null && !clientId.isBlank(),
                "hotpatch.graph.client-id is not set: set it to the application (client) id of the app registration.");
        boolean secret = clientSecret != null && !clientSecret.isBlank();
        boolean certified = certificate != null && !certificate.isBlank();
        require(secret != certified, secret ? "Both hotpatch.graph.client-secret and hotpatch.graph.certificate are set: leave one of them."
                : "Neither hotpatch.graph.client-secret nor hotpatch.graph.certificate is set: set one of them, best to a file.");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    boolean certified() {
        return certificate != null && !certificate.isBlank();
    }

    /** Keeps secrets out of logs. */
    @Override
    public String toString() {
        return "SignInSettings[" + authority + ", " + tenantId + ", " + clientId + ", " + (certified() ? "certificate" : "secret") + "]";
    }
}
