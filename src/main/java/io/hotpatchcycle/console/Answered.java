package io.hotpatchcycle.console;

import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How a form of the console goes on: back to its page, with what was done or why it was not. */
final class Answered {

    private Answered() {
    }

    /** @param step what to do; gives the sentence that tells it. Who may not is shown no page of the console. */
    static String then(RedirectAttributes next, String page, Supplier<String> step) {
        try {
            next.addFlashAttribute("done", step.get());
        } catch (ApiProblem problem) {
            if (problem.getStatusCode() == HttpStatus.FORBIDDEN) {
                throw problem;
            }
            next.addFlashAttribute("failed", problem.getBody().getDetail());
        }
        return "redirect:" + page;
    }
}
