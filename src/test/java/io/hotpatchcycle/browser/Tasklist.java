package io.hotpatchcycle.browser;

import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** Tasklist as a person uses it: claim, fill in, complete. */
final class Tasklist {

    static final By FORM = By.cssSelector(".fjs-form");
    private static final By COMPLETE = By.xpath("//button[normalize-space()='Complete']");
    private static final By CLAIM = By.xpath("//button[normalize-space()='Claim']");

    private final Chromium browser;

    Tasklist(Chromium browser) {
        this.browser = browser;
    }

    void open(String task) {
        browser.open("/camunda/app/tasklist/default/#/?task=" + task);
    }

    /** Takes the task, whosever it is, back to where everybody asked finds it. */
    void giveBack() {
        browser.click(By.cssSelector(".assignee .glyphicon-remove"));
        browser.visible(CLAIM);
    }

    /** Opens the task with this id from a link, and claims it. */
    void take(String task) {
        open(task);
        browser.click(CLAIM);
        browser.visible(By.xpath("//button[@tooltip='Reset assignee' or contains(@class, 'unclaim') or @ng-click='unclaim()']"));
        browser.visible(FORM);
        browser.visible(By.cssSelector(".fjs-form input[type=radio]:not([disabled])"));
    }

    String shown() {
        return browser.visible(FORM).getText();
    }

    List<WebElement> choices() {
        return browser.driver().findElements(By.cssSelector(".fjs-form input[type=radio]"));
    }

    void choose(String label) {
        browser.click(By.xpath("//*[contains(@class, 'fjs-form')]//label[starts-with(normalize-space(), '" + label + "')]"));
    }

    void comment(String text) {
        WebElement area = browser.visible(By.cssSelector(".fjs-form textarea"));
        area.clear();
        area.sendKeys(text);
    }

    /** Messages lie over the button until somebody closes them. */
    void dismissMessages() {
        browser.driver().findElements(By.cssSelector(".page-notifications .close")).stream().filter(WebElement::isDisplayed).forEach(WebElement::click);
    }

    void complete() {
        browser.click(COMPLETE);
    }
}
