package io.hotpatchcycle.process;

import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import org.camunda.bpm.engine.ArtifactFactory;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.scripting.engine.ScriptEngineResolver;

/**
 * The engine without what could run the code of a model that got past everybody who looks at models: no language for scripts, no making of
 * objects by the name of their class, tables in FEEL only.
 */
final class NoCodeRuns {

    private NoCodeRuns() {
    }

    static void in(ProcessEngineConfigurationImpl engine) {
        engine.setScriptEngineResolver(new NoLanguage());
        engine.setArtifactFactory(new NoClasses());
        engine.setDmnEngineConfiguration(ForgivingTypes.in(FeelOnly.configuration()));
        // what comes as a variable over REST names no class of ours either
        engine.setDeserializationTypeValidationEnabled(true);
    }

    private static final class NoLanguage implements ScriptEngineResolver {

        @Override
        public void addScriptEngineFactory(ScriptEngineFactory factory) {
            // none is ever asked
        }

        @Override
        public ScriptEngineManager getScriptEngineManager() {
            throw new ModelBringsCode("A model asks for the languages of scripts. There are none.");
        }

        @Override
        public ScriptEngine getScriptEngine(String language, boolean cached) {
            throw new ModelBringsCode("A model holds a script in '" + language + "'. It was not run.");
        }
    }

    private static final class NoClasses implements ArtifactFactory {

        @Override
        public <T> T getArtifact(Class<T> type) {
            throw new ModelBringsCode("A model names the class " + type.getName() + ". It was not used.");
        }
    }
}
