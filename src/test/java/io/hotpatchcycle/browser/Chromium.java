package io.hotpatchcycle.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** One person's browser: the machine's Chromium, headless, with a profile of its own. */
public final class Chromium implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final String base;
    private final ChromeDriver driver;

    public Chromium(int port, Path profile) {
        this.base = "http://127.0.0.1:" + port;
        ChromeOptions options = new ChromeOptions().addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
                "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage", "--lang=en", "--user-data-dir=" + profile.toAbsolutePath());
        options.setBinary("/usr/bin/chromium");
        options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, "ALL"));
        ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile()).build();
        this.driver = new ChromeDriver(service, options);
        driver.manage().window().setSize(new Dimension(1400, 1000));
    }

    public void signIn(String person) {
        driver.get(base + "/login");
        driver.findElement(By.id("username")).sendKeys(person);
        driver.findElement(By.id("password")).sendKeys(person);
        driver.findElement(By.xpath("//button[normalize-space()='Sign in']")).click();
        waiting().until(ExpectedConditions.not(ExpectedConditions.urlContains("/login")));
    }

    /** Goes somewhere else and comes: a change of the fragment alone would load nothing. */
    public void open(String path) {
        driver.get("about:blank");
        driver.get(base + path);
    }

    public WebElement visible(By what) {
        return waiting().until(ExpectedConditions.visibilityOfElementLocated(what));
    }

    public void click(By what) {
        WebElement element = waiting().until(ExpectedConditions.elementToBeClickable(what));
        driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
        element.click();
    }

    public void awaitText(By where, String text) {
        waiting().until(ExpectedConditions.textToBePresentInElementLocated(where, text));
    }

    /** What there is at this moment. */
    public List<WebElement> all(By what) {
        return driver.findElements(what);
    }

    /** What the page's console has complained about since it was asked last: scripts that failed, files that are missing, what the page's own policy forbids. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream().filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue()).map(LogEntry::getMessage).toList();
    }

    ChromeDriver driver() {
        return driver;
    }

    private WebDriverWait waiting() {
        return new WebDriverWait(driver, PATIENCE);
    }

    /** A picture of the window below {@code target/browser}. */
    public void picture(String name) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "browser"));
            Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the window so high that nothing scrolls. */
    void height(int pixels) {
        size(1400, pixels);
    }

    public void size(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
        ((JavascriptExecutor) driver).executeScript("window.dispatchEvent(new Event('resize'))");
    }

    @Override
    public void close() {
        driver.quit();
    }
}
