package io.hotpatchcycle.process;

import java.util.Set;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;

/**
 * Settings of an engine for tables that speaks FEEL and nothing else: what is written in another language ends with an error when it is asked,
 * also where nobody looked at the file before.
 */
final class FeelOnly {

    /** The names of FEEL, as the engine knows them. */
    static final Set<String> LANGUAGES = Set.of(DefaultDmnEngineConfiguration.FEEL_EXPRESSION_LANGUAGE, DefaultDmnEngineConfiguration.FEEL_EXPRESSION_LANGUAGE_ALTERNATIVE,
            DefaultDmnEngineConfiguration.FEEL_EXPRESSION_LANGUAGE_DMN12, DefaultDmnEngineConfiguration.FEEL_EXPRESSION_LANGUAGE_DMN13,
            DefaultDmnEngineConfiguration.FEEL_EXPRESSION_LANGUAGE_DMN14, DefaultDmnEngineConfiguration.FEEL_EXPRESSION_LANGUAGE_DMN15);

    private FeelOnly() {
    }

    static DefaultDmnEngineConfiguration configuration() {
        DefaultDmnEngineConfiguration settings = (DefaultDmnEngineConfiguration) DmnEngineConfiguration.createDefaultDmnEngineConfiguration();
        settings.setScriptEngineResolver(language -> {
            throw refused("in '" + language + "'");
        });
        settings.setElProvider(expression -> {
            throw refused("'" + expression + "'");
        });
        settings.setFeelEngineFactory(() -> new KnownAnswers(new ScalaFeelEngineFactory().createInstance()));
        return settings;
    }

    private static ModelBringsCode refused(String what) {
        return new ModelBringsCode("A table holds an expression " + what + ", which is not FEEL. It was not evaluated.");
    }
}
