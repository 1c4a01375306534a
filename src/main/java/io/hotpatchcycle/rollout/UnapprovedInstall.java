package io.hotpatchcycle.rollout;

import java.time.Instant;

/**
 * A controlled device that runs a build which was not approved for its unit at the time.
 *
 * @param device    name, or the Intune id where there is none
 * @param level     build.ubr
 * @param before    build.ubr seen before; null when none is known
 * @param approval  how the approval of the unit stood: {@code NEVER}, {@code IDLE}, {@code COMMITTED}, {@code UNHEARD}, {@code BEFORE_GATE}
 * @param because   why the class was given, by the table {@code gate-proof}
 * @param notBefore last seen without the build; null when never
 * @param notAfter  first seen with it: it came in between
 */
public record UnapprovedInstall(String deviceId, String device, String ring, String level, String before, String approval, String delivered,
                                InstallClass installClass, String because, Instant notBefore, Instant notAfter, Instant foundAt) {
}
