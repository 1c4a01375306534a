package io.hotpatchcycle.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;

import io.hotpatchcycle.StartRefusedException;
import io.hotpatchcycle.testing.FrameApplication;
import io.hotpatchcycle.testing.TestDatabase;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Who exists after a start, a second start, and a start outside the sandbox. */
class FirstPeopleIT {

    private final TestDatabase database = TestDatabase.fresh();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aSecondStartChangesNothingAndRespectsWhatAnAdministratorDid() {
        long filters;
        long rights;
        try (ConfigurableApplicationContext first = start("--hotpatch.sandbox.enabled=true")) {
            assertThat(people(first)).containsExactly("admin", "auditor", "business.owner", "cab.member",
                    "change.deputy", "change.manager", "release.manager");
            AuthorizationService authorizations = first.getBean(AuthorizationService.class);
            Authorization taken = authorizations.createAuthorizationQuery().groupIdIn(Groups.CAB).list().get(0);
            authorizations.deleteAuthorization(taken.getId());
            filters = first.getBean(FilterService.class).createFilterQuery().count();
            rights = authorizations.createAuthorizationQuery().count();
        }
        try (ConfigurableApplicationContext second = start("--hotpatch.sandbox.enabled=true")) {
            assertThat(people(second)).hasSize(7);
            assertThat(second.getBean(FilterService.class).createFilterQuery().count()).isEqualTo(filters);
            assertThat(second.getBean(AuthorizationService.class).createAuthorizationQuery().count()).isEqualTo(rights);
        }
    }

    @Test
    void demoPeopleAreGoneOutsideTheSandbox() {
        try (ConfigurableApplicationContext sandbox = start("--hotpatch.sandbox.enabled=true")) {
            IdentityService identity = sandbox.getBean(IdentityService.class);
            User real = identity.newUser("real.person");
            real.setPassword("a long password");
            identity.saveUser(real);
        }
        try (ConfigurableApplicationContext tenant = start("--hotpatch.sandbox.enabled=false",
                "--hotpatch.admin.user=first.admin", "--hotpatch.admin.password=long enough secret")) {
            IdentityService identity = tenant.getBean(IdentityService.class);

            assertThat(people(tenant)).containsExactly("first.admin", "real.person");
            assertThat(identity.checkPassword("admin", "admin")).isFalse();
            assertThat(identity.createGroupQuery().groupMember("first.admin").list()).extracting(Group::getId)
                    .containsExactlyInAnyOrder(Groups.ADMINS, Groups.BREAK_GLASS);
            assertThat(identity.createGroupQuery().count()).isEqualTo(Groups.ALL.size());
        }
    }

    @Test
    void aGroupThatSomebodyMadeByHandGetsItsRightsOnce() {
        try (ConfigurableApplicationContext program = start("--hotpatch.sandbox.enabled=true")) {
            IdentityService identity = program.getBean(IdentityService.class);
            AuthorizationService authorizations = program.getBean(AuthorizationService.class);
            identity.saveGroup(identity.newGroup("plant-owners"));
            FirstPeople people = new FirstPeople(identity, new Rights(authorizations));

            assertThat(people.createGroups(List.of("plant-owners", "site-owners"))).containsExactly("plant-owners", "site-owners");
            List<Authorization> given = authorizations.createAuthorizationQuery().groupIdIn("plant-owners").list();
            authorizations.deleteAuthorization(given.get(0).getId());
            assertThat(people.createGroups(List.of("plant-owners", "site-owners"))).as("an administrator's word counts").isEmpty();
            assertThat(authorizations.createAuthorizationQuery().groupIdIn("plant-owners").count()).isEqualTo(given.size() - 1);
        }
    }

    @Test
    void aShortPasswordOfTheFirstAdministratorIsRefused() {
        try (ConfigurableApplicationContext tenant = start("--hotpatch.sandbox.enabled=false")) {
            FirstPeople people = new FirstPeople(tenant.getBean(IdentityService.class), null);

            assertThatThrownBy(() -> people.createAdmin(new IdentitySettings.Admin("first.admin", "short")))
                    .isInstanceOf(StartRefusedException.class).hasMessageContaining("HOTPATCH_ADMIN_PASSWORD");
            assertThat(people(tenant)).isEmpty();
        }
    }

    private static List<String> people(ConfigurableApplicationContext context) {
        return context.getBean(IdentityService.class).createUserQuery().orderByUserId().asc().list().stream()
                .map(User::getId).toList();
    }

    private ConfigurableApplicationContext start(String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.addAll(List.of("--server.port=0", "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=hotpatch_app", "--spring.flyway.user=hotpatch_owner"));
        return SpringApplication.run(FrameApplication.class, all.toArray(String[]::new));
    }
}
