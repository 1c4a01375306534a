package io.hotpatchcycle.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.xml.ModelException;
import org.camunda.bpm.model.xml.instance.DomElement;

/**
 * What {@link NoCodeInModels} is for models, for the other files of a deployment: tables speak FEEL only, forms show nothing from elsewhere, and
 * cases, which have all the doors of models and which nothing here needs, are not taken. Looked at when a file is deployed and when it is read again.
 */
final class NoCodeInFiles implements Deployer {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public void deploy(DeploymentEntity deployment) {
        deployment.getResources().forEach((name, resource) -> {
            List<String> found = new ArrayList<>();
            if (name.endsWith(".cmmn") || name.endsWith(".cmmn10.xml") || name.endsWith(".cmmn11.xml")) {
                found.add("is a case, which this program does not run");
            } else if (name.endsWith(".dmn") || name.endsWith(".dmn11.xml")) {
                lookIntoTable(resource.getBytes(), found);
            } else if (name.endsWith(".form")) {
                lookIntoForm(resource.getBytes(), found);
            }
            if (!found.isEmpty()) {
                throw new ModelBringsCode(name + " may bring code: it " + String.join("; it ", found) + ". Tables are written in FEEL, forms with the parts of Camunda Forms.");
            }
        });
    }

    private static void lookIntoTable(byte[] xml, List<String> found) {
        try {
            lookIntoTable(Dmn.readModelFromStream(new ByteArrayInputStream(xml)).getDocument().getRootElement(), "definitions", found);
        } catch (ModelException e) {
            return; // the engine reads it in the same way and refuses it with line and reason
        }
    }

    private static void lookIntoTable(DomElement element, String within, List<String> found) {
        String at = element.getAttribute("id") == null ? within : element.getAttribute("id");
        String language = element.getAttribute("expressionLanguage");
        if (language != null && !FeelOnly.LANGUAGES.contains(language)) {
            found.add("has a language of its own at '" + at + "' ('" + language + "')");
        }
        element.getChildElements().forEach(inner -> lookIntoTable(inner, at, found));
    }

    private static void lookIntoForm(byte[] json, List<String> found) {
        try {
            if (JSON.readTree(json).findValues("type").stream().map(JsonNode::asText).anyMatch("iframe"::equals)) {
                found.add("shows a foreign page");
            }
        } catch (IOException e) {
            found.add("cannot be read as JSON");
        }
    }
}
