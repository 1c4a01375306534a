package io.hotpatchcycle;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an admin can set about telling people, prefix {@code hotpatch}.
 *
 * @param change the number of the change in a system outside
 */
@ConfigurationProperties("hotpatch")
public record NoticeSettings(@DefaultValue Change change) {

    /**
     * The number of the change in a system outside.
     *
     * @param referencePattern  regular expression that it must match; empty for any text
     * @param referenceRequired whether a change is approved only with one
     */
    public record Change(@DefaultValue("") String referencePattern, @DefaultValue("false") boolean referenceRequired) {
    }
}
