package dev.peerloom.testkit;

import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Runs a test class inside a test and tells what became of it. */
final class ContractRun implements TestExecutionListener {
    private final Set<String> passed = new TreeSet<>();
    private final Map<String, Throwable> failed = new TreeMap<>();

    static ContractRun of(Class<?> tests) {
        return of(DiscoverySelectors.selectClass(tests), ProtocolRunner.GRACE);
    }

    static ContractRun of(Class<?> tests, String method) {
        return of(DiscoverySelectors.selectMethod(tests, method), ProtocolRunner.GRACE);
    }

    static ContractRun of(Class<?> tests, Duration grace) {
        return of(DiscoverySelectors.selectClass(tests), grace);
    }

    private static ContractRun of(DiscoverySelector selector, Duration grace) {
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selector)
                        .configurationParameter(PeerloomExtension.GRACE, grace.toString())
                        .filters(EngineFilter.includeEngines("junit-jupiter"))
                        .build();
        Launcher launcher = LauncherFactory.create();
        ContractRun run = new ContractRun();
        launcher.execute(request, run);
        return run;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        String name = test.getDisplayName().replaceAll("\\(.*", "");
        result.getThrowable().ifPresent(thrown -> failed.put(name, thrown));
        if (test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
            passed.add(name);
        }
    }

    Set<String> passed() {
        return passed;
    }

    Set<String> failed() {
        return failed.keySet();
    }

    String message(String test) {
        return String.valueOf(failed.get(test));
    }

    Throwable failure(String test) {
        return failed.get(test);
    }

    @Override
    public String toString() {
        return "passed " + passed + ", failed " + failed;
    }
}
