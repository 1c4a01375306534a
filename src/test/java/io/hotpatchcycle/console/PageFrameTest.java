package io.hotpatchcycle.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** A page that is not in the frame's list would be shown without who is signed in, which tenant and what time. */
class PageFrameTest {

    /** Leads on, shows nothing. */
    private static final Set<Class<?>> WITHOUT_PAGE = Set.of(TaskLink.class);

    @Test
    void everyPageHasItsFrame() {
        List<Class<?>> framed = List.of(PageFrame.class.getAnnotation(ControllerAdvice.class).assignableTypes());
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(Controller.class));
        List<Class<?>> pages = scanner.findCandidateComponents(PageFrame.class.getPackageName()).stream().<Class<?>>map(found -> type(found.getBeanClassName()))
                .filter(page -> showsPages(page) && !WITHOUT_PAGE.contains(page)).toList();
        assertThat(pages).hasSizeGreaterThan(10).containsExactlyInAnyOrderElementsOf(framed);
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** A method that answers a call with the name of a template. */
    private static boolean showsPages(Class<?> controller) {
        return !MergedAnnotations.from(controller, MergedAnnotations.SearchStrategy.TYPE_HIERARCHY).isPresent(ResponseBody.class)
                && Stream.of(controller.getDeclaredMethods()).anyMatch(m -> m.getReturnType() == String.class && m.getAnnotation(ResponseBody.class) == null
                        && Arrays.stream(m.getAnnotations()).anyMatch(a -> MergedAnnotations.from(a).isPresent(RequestMapping.class)
                                || a.annotationType().isAnnotationPresent(RequestMapping.class)));
    }
}
