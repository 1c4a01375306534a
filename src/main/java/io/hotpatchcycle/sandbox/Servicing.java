package io.hotpatchcycle.sandbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Policies and their approvals, expedite policies and update rings as they are now, for those who read and write them. */
final class Servicing {

    final Map<String, QualityPolicy> policies = new LinkedHashMap<>();
    final Map<String, UpdateRing> rings = new LinkedHashMap<>();
    final Map<String, ExpediteProfile> expedites = new LinkedHashMap<>();
    private final Catalog catalog;
    private final DeviceFacts facts;
    private final Luck luck;
    private boolean leaking;
    private final long defaultDeferral;
    private Rules rules;

    Servicing(Catalog catalog, DeviceFacts facts, Luck luck, SandboxSettings settings) {
        this.catalog = catalog;
        this.facts = facts;
        this.luck = luck;
        this.leaking = settings.gateAnswer() == GateAnswer.LEAKING;
        this.defaultDeferral = settings.defaultDeferralDays() * 86_400L;
    }

    /** From now on manual approval holds back, or it does not. */
    void leak(boolean leaks) {
        leaking = leaks;
    }

    /** What holds for devices now. What has not changed since the last call is the same object: thousands of these are kept. */
    Rules rules() {
        Rules last = rules;
        List<Rules.Policy> nowPolicies = same(last == null ? null : last.policies(), policies.values(), QualityPolicy::rule);
        List<Rules.Ring> nowRings = same(last == null ? null : last.rings(), rings.values(), UpdateRing::rule);
        List<Rules.Expedite> nowExpedites = same(last == null ? null : last.expedites(), expedites.values(), ExpediteProfile::rule);
        if (last == null || last.policies() != nowPolicies || last.rings() != nowRings || last.expedites() != nowExpedites || last.leaking() != leaking
                || last.offers() != catalog.offers() || last.luck() != luck.played()) {
            rules = new Rules(nowPolicies, nowRings, nowExpedites, leaking, catalog.offers(), luck.played(), facts, defaultDeferral);
        }
        return rules;
    }

    private static <T, R> List<R> same(List<R> before, Collection<T> all, Function<T, R> rule) {
        List<R> now = new ArrayList<>(all.size());
        for (T one : all) {
            R fresh = rule.apply(one);
            int known = before == null ? -1 : before.indexOf(fresh);
            now.add(known < 0 ? fresh : before.get(known));
        }
        return now.equals(before) ? before : List.copyOf(now);
    }

    /** The newest release that was ever approved or suspended in a policy, or that went out by itself; null when there is none. */
    Release newestIn(QualityPolicy policy, long now) {
        for (Release release : catalog.newestFirst()) {
            if (release.at() <= now && !release.levels().isEmpty()
                    && (policy.approval(release) != null || policy.automaticAfterDays(release.outOfBand()) != QualityPolicy.MANUAL)) {
                return release;
            }
        }
        return null;
    }
}
