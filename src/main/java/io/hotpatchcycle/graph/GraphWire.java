package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.HttpMethod;
import com.microsoft.kiota.NativeResponseHandler;
import com.microsoft.kiota.RequestAdapter;
import com.microsoft.kiota.RequestInformation;
import com.microsoft.kiota.authentication.BaseBearerTokenAuthenticationProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * One request over the Graph SDK's request adapter, one answer. The OkHttp client is bare on purpose: without the
 * SDK's interceptors nothing retries, sleeps or follows redirects behind our back.
 */
final class GraphWire {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int CALL_PER_READ_TIMEOUT = 4;
    private static final int UNAUTHORIZED = 401;

    private final RequestAdapter adapter;
    private final Clock wallClock;
    private final AccessTokens tokens;
    private final Metered metered;

    GraphWire(GraphSettings settings, Metered metered) {
        this.metered = metered;
        OkHttpClient http = bareClient(settings.readTimeout()).followRedirects(false).followSslRedirects(false)
                .addNetworkInterceptor(SendMark.interceptor()).build();
        GraphServiceClient client = new GraphServiceClient(new BaseBearerTokenAuthenticationProvider(
                new SupplierToken(settings.token(), settings.baseUrl())), http);
        adapter = client.getRequestAdapter();
        adapter.setBaseUrl(settings.baseUrl() + "/v1.0");
        wallClock = settings.wallClock();
        tokens = settings.token();
    }

    /** A client that has time-outs for everything and repeats nothing. */
    static OkHttpClient.Builder bareClient(Duration readTimeout) {
        return new OkHttpClient.Builder().retryOnConnectionFailure(false).connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(readTimeout).writeTimeout(readTimeout)
                .callTimeout(readTimeout.multipliedBy(CALL_PER_READ_TIMEOUT));
    }

    /**
     * Sends one request once, and once more with a new token where Graph did not take the one we held: a request that
     * was not let in did nothing.
     *
     * @param body null for none
     */
    Reply send(HttpMethod method, URI uri, JsonNode body) throws NoAnswer {
        metered.admit(method, uri, body);
        Reply reply = sendOnce(method, uri, body);
        metered.answered(method, uri, body, reply);
        return reply.status() == UNAUTHORIZED && reply.tokenRejected() ? sendOnce(method, uri, body) : reply;
    }

    /** Who calls. */
    String application() {
        return tokens.application();
    }

    private Reply sendOnce(HttpMethod method, URI uri, JsonNode body) throws NoAnswer {
        SendMark mark = new SendMark();
        NativeResponseHandler native_ = new NativeResponseHandler();
        RequestInformation request = request(method, uri, body);
        request.addRequestOptions(List.of(mark));
        request.setResponseHandler(native_);
        try {
            adapter.sendPrimitive(request, null, InputStream.class);
            try (Response response = (Response) native_.getValue()) {
                return reply(response);
            }
        } catch (SupplierToken.NoToken e) {
            throw new NoAnswer(e.getMessage(), true, e);
        } catch (IOException | RuntimeException e) {
            throw new NoAnswer(Trouble.sentence(e), !mark.reached(), e);
        }
    }

    private static RequestInformation request(HttpMethod method, URI uri, JsonNode body) {
        RequestInformation request = new RequestInformation();
        request.httpMethod = method;
        request.setUri(uri);
        request.headers.add("Accept", "application/json");
        if (uri.getRawPath().contains("/transitiveMembers/")) {
            // a cast to one kind of member is an advanced query, on every page of it
            request.headers.add("ConsistencyLevel", "eventual");
        }
        if (body != null) {
            byte[] bytes = Json.bytes(body);
            request.setStreamContent(new ByteArrayInputStream(bytes), "application/json");
            request.headers.add("Content-Length", Integer.toString(bytes.length));
        }
        return request;
    }

    private Reply reply(Response response) throws IOException {
        byte[] bytes = response.body() == null ? new byte[0] : response.body().bytes();
        return new Reply(response.code(), bytes, response.header("request-id"), retryAfter(response.header("Retry-After")),
                response.code() == UNAUTHORIZED && tokens.rejected(String.valueOf(response.request().header("Authorization")).replaceFirst("^Bearer ", "")));
    }

    /** Seconds or an HTTP date; null when absent or neither. */
    private Duration retryAfter(String header) {
        return retryAfter(header, wallClock);
    }

    static Duration retryAfter(String header, Clock wallClock) {
        if (header == null) {
            return null;
        }
        try {
            return header.strip().matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(header.strip()))
                    : notNegative(Duration.between(wallClock.instant(),
                            ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant()));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

}
