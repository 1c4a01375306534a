package io.hotpatchcycle.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arrows of the house. Rules take the package they hold for, so that each can also be held against classes that
 * break it.
 */
final class HouseRules {

    /** Rooms without a framework: plain Java that reads and writes its own tables. */
    private static final List<String> CORE = List.of("release", "fleet", "eligibility", "ring", "freeze", "rollout", "restart",
            "approval", "cycle", "evidence", "governance", "finding", "audit");

    /** Each room of the core and the rooms it may know; anyone may tell audit. */
    private static final Map<String, List<String>> ARROWS = new LinkedHashMap<>();

    static {
        ARROWS.put("audit", List.of());
        ARROWS.put("release", List.of());
        ARROWS.put("fleet", List.of("release"));
        ARROWS.put("eligibility", List.of("fleet", "release"));
        ARROWS.put("ring", List.of("eligibility", "fleet", "release"));
        ARROWS.put("freeze", List.of());
        ARROWS.put("rollout", List.of("ring", "freeze", "eligibility", "fleet", "release"));
        ARROWS.put("restart", List.of("rollout", "ring", "eligibility", "fleet", "release"));
        ARROWS.put("approval", List.of("rollout", "ring", "eligibility", "fleet", "release"));
        ARROWS.put("cycle", List.of("approval", "restart", "rollout", "freeze", "ring", "eligibility", "fleet", "release"));
        ARROWS.put("evidence", List.of("cycle"));
        ARROWS.put("finding", List.of("fleet"));
        ARROWS.put("governance", List.of());
        ARROWS.put("process", List.of("evidence", "governance", "cycle", "approval", "restart", "rollout", "ring", "eligibility", "fleet", "release", "database"));
        ARROWS.put("notice", List.of("approval", "rollout"));
        ARROWS.put("identity", List.of("notice", "approval"));
        ARROWS.put("graph", List.of("fleet", "release", "ring", "rollout", "restart", "identity"));
        ARROWS.put("sandbox", List.of());
        ARROWS.put("database", List.of());
    }

    private final String root;

    HouseRules(String root) {
        this.root = root;
    }

    Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        ARROWS.forEach((room, known) -> rules.put("arrows of " + room, arrows(room, known)));
        rules.put("camunda", onlyImporters("org.camunda..", "process", "identity"));
        rules.put("microsoft", onlyImporters("com.microsoft..", "graph"));
        rules.put("core without frameworks", coreWithoutFrameworks());
        rules.put("only rows know the database", onlyRowsKnowTheDatabase());
        rules.put("nobody knows the sandbox", nobodyKnowsTheSandbox());
        rules.put("no cycles", slices().matching(root + ".(*)..").should().beFreeOfCycles());
        rules.put("hidden delegates", hiddenDelegates());
        rules.put("no field injection", noFields().should().beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
                .orShould().beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
                .orShould().beAnnotatedWith("jakarta.annotation.Resource").orShould().beAnnotatedWith("jakarta.inject.Inject"));
        return rules;
    }

    private String[] in(String... rooms) {
        return Arrays.stream(rooms).map(room -> root + "." + room + "..").toArray(String[]::new);
    }

    private ArchRule arrows(String room, List<String> known) {
        List<String> allowed = new ArrayList<>(known);
        allowed.add(room);
        allowed.add("audit");
        DescribedPredicate<JavaClass> ours = resideInAnyPackage(root + ".(*)..").or(resideInAnyPackage(root + ".."))
                .and(not(resideInAnyPackage(in(allowed.toArray(String[]::new))))).and(not(resideInAnyPackage(root)));
        return noClasses().that().resideInAnyPackage(in(room)).should().dependOnClassesThat(ours.as("another room than " + allowed));
    }

    private ArchRule onlyImporters(String foreign, String... rooms) {
        return noClasses().that().resideOutsideOfPackages(in(rooms)).should().dependOnClassesThat().resideInAnyPackage(foreign);
    }

    private ArchRule coreWithoutFrameworks() {
        DescribedPredicate<JavaClass> framework = resideInAnyPackage("org.springframework..", "jakarta..", "org.camunda..", "com.microsoft..")
                .and(not(resideInAnyPackage("org.springframework.jdbc..")));
        return noClasses().that().resideInAnyPackage(in(CORE.toArray(String[]::new))).should().dependOnClassesThat(framework.as("a framework"));
    }

    private ArchRule onlyRowsKnowTheDatabase() {
        DescribedPredicate<JavaClass> rows = simpleNameEndingWith("Rows");
        DescribedPredicate<JavaClass> nested = DescribedPredicate.describe("nested in rows", type ->
                type.getEnclosingClass().map(outer -> outer.getSimpleName().endsWith("Rows")).orElse(false));
        List<String> keepsRows = new ArrayList<>(CORE);
        keepsRows.add("notice");
        return noClasses().that().resideInAnyPackage(in(keepsRows.toArray(String[]::new))).and(not(rows.or(nested)))
                .should().dependOnClassesThat().resideInAnyPackage("java.sql..", "org.postgresql..", "org.springframework.jdbc.core..");
    }

    private ArchRule nobodyKnowsTheSandbox() {
        return noClasses().that().resideOutsideOfPackages(in("sandbox", "cli", "rehearsal")).and().resideOutsideOfPackage(root)
                .should().dependOnClassesThat().resideInAnyPackage(in("sandbox"));
    }

    private ArchRule hiddenDelegates() {
        return classes().that().implement("org.camunda.bpm.engine.delegate.JavaDelegate")
                .or().implement("org.camunda.bpm.engine.delegate.TaskListener").should().bePackagePrivate();
    }
}
