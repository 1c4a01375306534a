package io.hotpatchcycle.access;

import jakarta.servlet.ServletRegistration;
import jakarta.ws.rs.core.Application;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Finds every route in the running program itself: Spring's handler mappings and the resources of each JAX-RS application. */
final class Routes {

    /** Ways in that are no handlers: filters, and resources by file name. */
    private static final List<Route> OTHERS = List.of(new Route("POST", "/login"), new Route("POST", "/logout"), new Route("GET", "/assets/console.css"),
            new Route("GET", "/favicon.ico"), new Route("GET", "/nothing-here"), new Route("GET", "/camunda/"),
            new Route("GET", "/camunda/app/tasklist/default/"), new Route("GET", "/camunda/app/cockpit/default/"),
            new Route("GET", "/camunda/app/admin/default/"), new Route("GET", "/camunda/app/welcome/default/"), new Route("GET", "/camunda/lib/deps.js"),
            new Route("GET", "/oauth2/authorization/entra"), new Route("GET", "/login/oauth2/code/entra"));
    private static final int DEEPEST = 12;

    private final Set<Route> found = new TreeSet<>(OTHERS);

    private Routes() {
    }

    static Set<Route> of(WebApplicationContext context) {
        Routes routes = new Routes();
        context.getBeansOfType(RequestMappingInfoHandlerMapping.class).values().forEach(mapping -> mapping.getHandlerMethods().keySet().forEach(routes::add));
        context.getBeansOfType(ResourceConfig.class).values().forEach(rest -> routes.add("/engine-rest", rest.getClasses()));
        context.getServletContext().getServletRegistrations().values().forEach(routes::add);
        return routes.found;
    }

    private void add(RequestMappingInfo mapping) {
        Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
        for (String path : mapping.getPatternValues()) {
            if (methods.isEmpty()) {
                found.add(new Route("GET", path));
                found.add(new Route("POST", path));
            }
            methods.forEach(method -> found.add(new Route(method.name(), path)));
        }
    }

    private void add(ServletRegistration servlet) {
        String application = servlet.getInitParameter("jakarta.ws.rs.Application");
        if (application != null) {
            try {
                Set<Class<?>> classes = ((Application) Class.forName(application).getDeclaredConstructor().newInstance()).getClasses();
                servlet.getMappings().forEach(mapping -> add(mapping.replaceAll("/\\*$", ""), classes));
            } catch (ReflectiveOperationException e) {
                throw new AssertionError("The resources of " + application + " cannot be listed", e);
            }
        }
    }

    private void add(String prefix, Set<Class<?>> classes) {
        for (Class<?> type : classes) {
            Resource resource = Resource.from(type, true);
            if (resource != null && resource.getPath() != null) {
                walk(resource, prefix, 0);
            }
        }
    }

    private void walk(Resource resource, String prefix, int depth) {
        at(resource, resource.getPath() == null ? prefix : (prefix + "/" + resource.getPath()).replaceAll("/+", "/"), depth);
    }

    private void at(Resource resource, String path, int depth) {
        for (ResourceMethod method : resource.getResourceMethods()) {
            if (!method.getHttpMethod().equals("OPTIONS")) {
                found.add(new Route(method.getHttpMethod(), path.length() > 1 ? path.replaceAll("/$", "") : path));
            }
        }
        if (resource.getResourceLocator() != null && depth < DEEPEST) {
            Method locator = resource.getResourceLocator().getInvocable().getHandlingMethod();
            Resource below = Resource.from(locator.getReturnType(), true);
            if (below != null) {
                at(below, path, depth + 1); // the path of its own class does not count below a locator
            }
        }
        resource.getChildResources().forEach(child -> walk(child, path, depth + 1));
    }
}
