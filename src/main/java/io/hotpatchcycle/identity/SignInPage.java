package io.hotpatchcycle.identity;

import java.util.List;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The sign-in page; in the sandbox it lists the demo people. */
@Controller
class SignInPage {

    private final IdentitySettings settings;
    private final CurrentPerson currentPerson;

    SignInPage(IdentitySettings settings, CurrentPerson currentPerson) {
        this.settings = settings;
        this.currentPerson = currentPerson;
    }

    @GetMapping("/login")
    String show(@RequestParam(required = false) String error, @RequestParam(required = false) String out, Model model) {
        if (currentPerson.find().isPresent()) {
            return "redirect:/";
        }
        model.addAttribute("failed", error != null);
        model.addAttribute("signedOut", out != null);
        model.addAttribute("demoPeople", settings.sandbox().enabled() ? DemoPeople.all() : List.of());
        return "login";
    }
}
