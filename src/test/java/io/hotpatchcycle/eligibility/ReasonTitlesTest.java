package io.hotpatchcycle.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReasonTitlesTest {

    @Test
    void everyReasonOfTheTableHasATitleAndOneOfAnotherTableItsWords() throws IOException {
        List<String> reasons = Pattern.compile("<outputEntry id=\"rule_\\w+_reason\">\\s*<text>\"(\\w+)\"</text>").matcher(Files.readString(Path.of("processes/eligibility.dmn")))
                .results().map(r -> r.group(1)).distinct().toList();

        assertThat(reasons).hasSizeGreaterThan(30).allMatch(ReasonTitles::has);
        assertThat(reasons).extracting(ReasonTitles::of).doesNotHaveDuplicates().allMatch(title -> title.length() <= 42).noneMatch(title -> title.contains("_"));
        assertThat(ReasonTitles.of("OWN_RULE")).isEqualTo("Own rule");
    }
}
