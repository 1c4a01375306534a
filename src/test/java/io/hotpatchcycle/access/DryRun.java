package io.hotpatchcycle.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * A call that says so is done in full, with all its SQL, in one transaction around everything, and then taken back. So every call of the access matrix is
 * right in all it says, goes to what exists, and is asked as every role, administrators too.
 */
@TestConfiguration(proxyBeanMethods = false)
public class DryRun {

    static final String HEADER = "X-Taken-Back";
    private static final ThreadLocal<Boolean> TAKEN_BACK = ThreadLocal.withInitial(() -> false);

    /** Work that asks for a transaction of its own stays in the one that is taken back. */
    @Bean
    static BeanPostProcessor oneTransaction() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof PlatformTransactionManager manager ? new OneTransaction(manager) : bean;
            }
        };
    }

    @Bean
    FilterRegistrationBean<OncePerRequestFilter> takenBack(PlatformTransactionManager manager) {
        FilterRegistrationBean<OncePerRequestFilter> filter = new FilterRegistrationBean<>(new OncePerRequestFilter() {
            @Override
            protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
                if (request.getHeader(HEADER) == null) {
                    chain.doFilter(request, response);
                    return;
                }
                TransactionStatus around = manager.getTransaction(new DefaultTransactionDefinition());
                TAKEN_BACK.set(true);
                try {
                    chain.doFilter(request, response);
                } finally {
                    TAKEN_BACK.remove();
                    manager.rollback(around);
                }
            }
        });
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    private record OneTransaction(PlatformTransactionManager manager) implements PlatformTransactionManager {

        @Override
        public TransactionStatus getTransaction(TransactionDefinition definition) {
            if (!TAKEN_BACK.get() || definition == null) {
                return manager.getTransaction(definition);
            }
            DefaultTransactionDefinition joined = new DefaultTransactionDefinition(definition);
            joined.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRED);
            joined.setIsolationLevel(TransactionDefinition.ISOLATION_DEFAULT);
            return manager.getTransaction(joined);
        }

        @Override
        public void commit(TransactionStatus status) {
            manager.commit(status);
        }

        @Override
        public void rollback(TransactionStatus status) {
            manager.rollback(status);
        }
    }
}
