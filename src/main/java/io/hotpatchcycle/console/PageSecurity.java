package io.hotpatchcycle.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Our pages load nothing from elsewhere and run no script of a page's own, whatever text found its way into them. Pictures may be in line: bpmn-js brings its mark so. */
@Configuration(proxyBeanMethods = false)
class PageSecurity implements WebMvcConfigurer {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

    /** bpmn-js places what lies over a diagram by style attributes; a script cannot hide in one. */
    private static final String DIAGRAM = "desk-instance";
    private static final String PLACED_BY_STYLE = "; style-src-attr 'unsafe-inline'";

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new HandlerInterceptor() {
            @Override
            public void postHandle(HttpServletRequest request, HttpServletResponse response, Object handler, ModelAndView page) {
                if (page != null) {
                    response.setHeader("Content-Security-Policy", DIAGRAM.equals(page.getViewName()) ? POLICY + PLACED_BY_STYLE : POLICY);
                }
            }
        });
    }
}
