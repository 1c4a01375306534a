package io.hotpatchcycle.identity;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The sign-in page: the directories that are connected, local accounts, and in the sandbox the demo people. */
@Controller
class SignInPage {

    private final IdentitySettings settings;
    private final CurrentPerson currentPerson;
    private final Directories connected;

    SignInPage(IdentitySettings settings, CurrentPerson currentPerson, Directories connected) {
        this.connected = connected;
        this.settings = settings;
        this.currentPerson = currentPerson;
    }

    @GetMapping("/login")
    String show(@RequestParam(required = false) String error, @RequestParam(required = false) String out,
                @RequestParam(required = false) String refused, HttpServletRequest request, Model model) {
        if (currentPerson.find().isPresent()) {
            return "redirect:/";
        }
        model.addAttribute("failed", error != null);
        model.addAttribute("signedOut", out != null);
        model.addAttribute("refused", refused == null ? null : SignInRefused.Reason.of(refused).sentence());
        model.addAttribute("directories", connected.buttons());
        model.addAttribute("breakGlass", connected.any() && !settings.sandbox().enabled());
        model.addAttribute("endSession", ProviderSignOut.recall(request));
        model.addAttribute("demoPeople", settings.sandbox().enabled() ? DemoPeople.all() : List.of());
        return "login";
    }
}
