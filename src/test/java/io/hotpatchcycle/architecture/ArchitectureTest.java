package io.hotpatchcycle.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our classes keep the rules; the classes below {@code violation} break each of them. */
class ArchitectureTest {

    private static final String ROOT = "io.hotpatchcycle";
    private static final String BROKEN = "io.hotpatchcycle.architecture.violation";
    private static final JavaClasses OURS = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(place -> !place.contains("/test-classes/")).importPackages(ROOT);
    private static final JavaClasses BREAKING = new ClassFileImporter().importPackages(BROKEN);

    static Set<String> rules() {
        return new HouseRules(ROOT).all().keySet();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void ourClassesKeepIt(String rule) {
        new HouseRules(ROOT).all().get(rule).allowEmptyShould(false).check(OURS);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void itCanFail(String rule) {
        EvaluationResult result = new HouseRules(BROKEN).all().get(rule).evaluate(BREAKING);
        assertThat(result.hasViolation()).as("'%s' reports the class that breaks it", rule).isTrue();
    }

    @Test
    void atLeastTwoOfFiveTypesAreHidden() {
        Map<Boolean, Long> byVisibility = new TreeMap<>();
        OURS.stream().filter(type -> !type.isNestedClass() && !type.getSimpleName().equals("package-info"))
                .forEach(type -> byVisibility.merge(type.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC), 1L, Long::sum));
        assertThat(byVisibility.get(false) * 100 / (byVisibility.get(true) + byVisibility.get(false))).as("percent hidden").isGreaterThanOrEqualTo(40);
    }
}
