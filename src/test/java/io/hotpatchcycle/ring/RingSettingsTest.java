package io.hotpatchcycle.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RingSettingsTest {

    private static RingSettings share(String name, String percent) {
        return new RingSettings(name, null, new BigDecimal(percent), null, null);
    }

    @Test
    void theStandardRingsAreComplete() {
        assertThat(RingSettings.check(RingSettings.standard())).extracting(RingSettings::name).containsExactly("pilot", "early", "broad", "last");
        assertThat(RingSettings.standard()).allSatisfy(ring -> {
            assertThat(ring.ownerGroup()).isEqualTo("release-managers");
            assertThat(ring.restartOwnerGroup()).isEqualTo("business-owners");
        });
    }

    @Test
    void sharesMustAddUp() {
        assertThatThrownBy(() -> RingSettings.check(List.of(share("pilot", "1.5"), share("rest", "98"))))
                .hasMessageContaining("add up to 99.5 percent, not 100");
        assertThatThrownBy(() -> RingSettings.check(List.of(share("pilot", "60"), share("rest", "60")))).hasMessageContaining("120 percent");
        assertThat(RingSettings.check(List.of(share("pilot", "0.5"), share("rest", "99.5")))).hasSize(2);
    }

    @Test
    void groupsNeedNoShare() {
        RingSettings byGroup = new RingSettings("pilot", "8b0c", null, "owners", "restarters");
        assertThat(RingSettings.check(List.of(byGroup))).containsExactly(byGroup);
        assertThat(RingSettings.check(List.of(byGroup, share("rest", "100")))).hasSize(2);
    }

    @Test
    void doublesAndNothingAreRefused() {
        assertThatThrownBy(() -> RingSettings.check(List.of(share("pilot", "50"), share("pilot", "50")))).hasMessageContaining("two rings are named 'pilot'");
        assertThatThrownBy(() -> RingSettings.check(List.of())).hasMessageContaining("hotpatch.rings is empty");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Pilot", "1st", "pi lot", "pilot_1", "pilot]", "a-name-that-is-much-longer-than-it-may-be"})
    void aNameThatIsNoneIsRefused(String name) {
        assertThatThrownBy(() -> share(name, "100")).hasMessageContaining("ring name '" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "100.01"})
    void aShareOutOfRangeIsRefused(String percent) {
        assertThatThrownBy(() -> share("pilot", percent)).hasMessageContaining("ring 'pilot' needs a group-id, or a share");
    }

    @Test
    void aRingNeedsAGroupOrAShare() {
        assertThatThrownBy(() -> new RingSettings("pilot", null, null, null, null)).hasMessageContaining("needs a group-id");
    }
}
