package io.hotpatchcycle.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The one text of a JSON value. */
class CanonicalJsonTest {

    @Test
    void membersAreSortedAndWhiteSpaceIsGone() {
        assertThat(CanonicalJson.of(" { \"b\" : [ 1 , { \"z\" : null , \"a\" : true } ] , \"a\" : {} , \"B\" : [] } "))
                .isEqualTo("{\"B\":[],\"a\":{},\"b\":[1,{\"a\":true,\"z\":null}]}");
    }

    @Test
    void stringsHaveOneSpelling() {
        assertThat(CanonicalJson.of("\"\\u00fc\\u0041\\/\\u000a\\t\\\"\\\\\\u0001\"")).isEqualTo("\"üA/\\n\\t\\\"\\\\\\u0001\"");
    }

    @Test
    void numbersStayAsTheDatabaseKeepsThem() {
        assertThat(CanonicalJson.of("[1.50,10000000000000000000000000000,-0.1,1E5]")).isEqualTo("[1.50,10000000000000000000000000000,-0.1,1E5]");
        assertThat(CanonicalJson.of("9".repeat(5_000))).hasSize(5_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{} {}", "{\"a\":1,\"a\":2}", "nope"})
    void whatIsNotOneValueIsRefused(String text) {
        assertThatThrownBy(() -> CanonicalJson.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
