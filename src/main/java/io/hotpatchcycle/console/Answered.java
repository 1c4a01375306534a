package io.hotpatchcycle.console;

import java.util.Set;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How a form of the console goes on: back to its page, with what was done or why it was not. */
final class Answered {

    private Answered() {
    }

    /**
     * Tells on the page what was done, or why it was not.
     *
     * @param step   what to do; gives the sentence that tells it
     * @param beyond what is not told there: who may not, or asks for what is not there, is shown no page of the console
     * @return whether it was done
     */
    static boolean told(RedirectAttributes next, Supplier<String> step, HttpStatusCode... beyond) {
        try {
            next.addFlashAttribute("done", step.get());
            return true;
        } catch (ApiProblem problem) {
            if (Set.of(beyond).contains(problem.getStatusCode())) {
                throw problem;
            }
            next.addFlashAttribute("failed", problem.getBody().getDetail());
            return false;
        }
    }

    /** As {@link #told}; who may not is shown no page. @return where to go on */
    static String then(RedirectAttributes next, String page, Supplier<String> step) {
        told(next, step, HttpStatus.FORBIDDEN);
        return "redirect:" + page;
    }
}
