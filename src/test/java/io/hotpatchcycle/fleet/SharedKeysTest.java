package io.hotpatchcycle.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
        IntStream.range(0, MANY).forEach(i -> add(i % 2 == 0 ? "SN" + i : "e-\uD83D\uDE00" + i));
        add("");
        assertThat(keys.apart()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2_047, 2_048, 2_049, 200_000, MANY - 1})
    void oneThatComesAgainIsSeenHoweverManyCameBetween(int again) {
        IntStream.range(0, MANY).forEach(i -> add("SN" + i));
        add("SN" + again);
        add("another");
        assertThat(keys.apart()).isFalse();
    }

    @Test
    void keysOfManyWordsAreApartByEachOfThem() {
        byte[] zeros = new byte[32];
        for (int length = 0; length <= zeros.length; length++) {
            keys.add(Arrays.copyOf(zeros, length));
        }
        for (int i = 0; i < zeros.length; i++) {
            byte[] one = zeros.clone();
            one[i] = 1;
            keys.add(one);
        }
        assertThat(keys.apart()).isTrue();
        keys.add(zeros);
        assertThat(keys.apart()).isFalse();
    }

    private void add(String key) {
        keys.add(key.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void ofMoreThanItCanHoldItSaysNothing() {
        IntStream.range(0, (1 << 22) + 1).forEach(i -> add(Integer.toString(i)));
        assertThat(keys.apart()).isFalse();
    }
}
