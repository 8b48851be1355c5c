package dev.peerloom.verification.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process has used so far, as Linux counts it.
 *
 * @param cpuMicros user and system time, in microseconds; the kernel shows hundredths of a second
 * @param residentBytes the memory that it holds
 */
record ProcessUsage(long cpuMicros, long residentBytes) {
    private static final long MICROS_PER_TICK = 10_000;
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    // Behind the name, which may hold anything but is in parentheses.
    private static final int USER_TIME = 11;

    static ProcessUsage of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        String stat = Files.readString(process.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
        Matcher resident = RESIDENT.matcher(Files.readString(process.resolve("status")));
        if (!resident.find()) {
            throw new IOException("process " + pid + " has ended");
        }
        return new ProcessUsage(ticks * MICROS_PER_TICK, Long.parseLong(resident.group(1)) << 10);
    }
}
