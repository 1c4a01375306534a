package io.hotpatchcycle.graph;

import com.microsoft.kiota.RequestOption;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Rides on one request: tells whether it reached a connection, and lets it do so once only. OkHttp and Kiota repeat
 * requests by themselves in places (a claims challenge, 503 with {@code Retry-After: 0}); repeats are ours to decide.
 */
final class SendMark implements RequestOption {

    private boolean reached;

    boolean reached() {
        return reached;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends RequestOption> Class<T> getType() {
        return (Class<T>) SendMark.class;
    }

    /** Runs once a connection stands, directly before the request is written. */
    static Interceptor interceptor() {
        return chain -> {
            SendMark mark = chain.request().tag(SendMark.class);
            if (mark != null) {
                if (mark.reached) {
                    throw new IOException("the client wanted to repeat the request by itself");
                }
                mark.reached = true;
            }
            Response response = chain.proceed(chain.request());
            return response.code() == 503 && "0".equals(response.header("Retry-After"))
                    ? response.newBuilder().header("Retry-After", "1").build() : response;
        };
    }
}
