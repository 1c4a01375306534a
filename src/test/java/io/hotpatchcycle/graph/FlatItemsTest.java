package io.hotpatchcycle.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every text of a page is read as it is written, however often it came before. */
class FlatItemsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 300, 100_000})
    void textsAreThoseThatWereWritten(int different) {
        Random random = new Random(different);
        FlatItems<List<String>> items = new FlatItems<>(List.of("a", "b"), texts -> new ArrayList<>(Arrays.asList(texts)));
        for (int page = 0; page < 5; page++) {
            StringBuilder json = new StringBuilder("{\"value\":[");
            List<List<String>> written = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                String first = text(random.nextInt(different));
                String second = random.nextInt(10) == 0 ? null : text(random.nextInt(2 * different));
                written.add(Arrays.asList(first, second));
                json.append(i == 0 ? "" : ",").append("{\"b\":").append(second == null ? "7" : quoted(second)).append(",\"other\":[{\"a\":\"no\"}],\"a\":")
                        .append(quoted(first)).append('}');
            }
            assertThat(items.read(json.append("]}").toString().getBytes(StandardCharsets.UTF_8)).orElseThrow().items()).isEqualTo(written);
        }
    }

    private static String quoted(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsUTF8(text), StandardCharsets.UTF_8).transform(quoted -> '"' + quoted + '"');
    }

    private static String text(int number) {
        return switch (number % 5) {
            case 0 -> "10.0.26100." + number;
            case 1 -> "\uD83D\uDE00\"\\\n" + number;
            case 2 -> "x".repeat(number % 80) + number;
            case 3 -> number + "\u00FC";
            default -> Integer.toString(number);
        };
    }

    @Test
    void anItemMayNameItsFieldsInAnotherOrderOrLackSome() {
        FlatItems<List<String>> items = new FlatItems<>(List.of("a", "b", "c"), texts -> new ArrayList<>(Arrays.asList(texts)));
        String page = "{\"value\":[{\"a\":\"1\",\"b\":\"2\",\"c\":\"3\"},{\"c\":\"3\",\"a\":\"1\"},{},{\"b\":\"2\",\"b\":\"4\"},{\"x\":1,\"c\":\"3\",\"b\":{\"a\":\"no\"},"
                + "\"a\":\"1\"},{\"a\":\"1\",\"b\":\"2\",\"c\":\"3\"}]}";
        for (int again = 0; again < 2; again++) {
            assertThat(items.read(page.getBytes(StandardCharsets.UTF_8)).orElseThrow().items()).containsExactly(List.of("1", "2", "3"), Arrays.asList("1", null, "3"),
                    Arrays.asList(null, null, null), Arrays.asList(null, "4", null), Arrays.asList("1", null, "3"), List.of("1", "2", "3"));
        }
    }
}
