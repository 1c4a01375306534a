package io.hotpatchcycle.console;

import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.identity.Person;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page of the console carries: who is signed in, which tenant, what time. */
@ControllerAdvice(assignableTypes = {ConsolePages.class, CyclePage.class, FleetDevices.class, DevicePage.class, FindingsPage.class, RingMixPage.class, TrendPage.class,
    RolesPage.class, SubstitutesPage.class, MessagesPage.class, DeskPages.class, DeskInstances.class, DeskPopulation.class, GovernancePages.class,
    AskingPages.class, AccessReviewPage.class, ModelSetsPage.class, CycleRecordsPage.class, InstalledAfterStop.class})
class PageFrame {

    private final CurrentPerson currentPerson;
    private final Tenant tenant;

    PageFrame(CurrentPerson currentPerson, Tenant tenant) {
        this.currentPerson = currentPerson;
        this.tenant = tenant;
    }

    /** The person at the top of the page. */
    record Visitor(String id, String name, String groups) {
    }

    /** Whose page it is, also where the page could not be made; nothing when nobody is signed in. */
    void onError(Model model) {
        if (currentPerson.find().isPresent()) {
            frame(model);
        }
    }

    @ModelAttribute
    void frame(Model model) {
        Person person = currentPerson.get();
        model.addAttribute("visitor", new Visitor(person.id(), person.name(), Words.groups(person.groups())));
        model.addAttribute("banner", tenant.banner());
        model.addAttribute("clock", Moment.of(tenant.now(), tenant.now()));
        model.addAttribute("pace", tenant.pace());
        model.addAttribute("seesMessages", Messages.mayBeSeenBy(person));
        model.addAttribute("desk", DeskDoor.open(person));
        model.addAttribute("seesRoles", Allowed.SIT_AT_DESK.to(person));
        model.addAttribute("seesAccess", AccessReviewPage.open(person));
        model.addAttribute("gate", tenant.gate());
    }
}
