package io.hotpatchcycle.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That no two records are of one device is only said where it is so. */
class SharedKeysTest {

    private static final int MANY = 300_000;

    private final SharedKeys keys = new SharedKeys();

    @Test
    void keysThatDifferAreApart() {
        IntStream.range(0, MANY).forEach(i -> keys.add(i % 2 == 0 ? "SN" + i : "e-\uD83D\uDE00" + i));
        keys.add("");
        assertThat(keys.apart()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2_047, 2_048, 2_049, 200_000, MANY - 1})
    void oneThatComesAgainIsSeenHoweverManyCameBetween(int again) {
        IntStream.range(0, MANY).forEach(i -> keys.add("SN" + i));
        keys.add("SN" + again);
        keys.add("another");
        assertThat(keys.apart()).isFalse();
    }

    @Test
    void ofMoreThanItCanHoldItSaysNothing() {
        IntStream.range(0, (1 << 22) + 1).forEach(i -> keys.add(Integer.toString(i)));
        assertThat(keys.apart()).isFalse();
    }
}
