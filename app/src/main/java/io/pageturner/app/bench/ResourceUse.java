package io.pageturner.app.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What this process holds at one moment; memory in bytes, from Linux's {@code /proc}.
 *
 * @param resident memory in RAM, of files that are mapped too
 * @param nativeMemory of it, what no file stands behind and is not the Java heap, as far as it is
 *     committed: exact when the whole heap is in RAM
 * @param live what was alive in the heap after the last collection
 * @param threads of the operating system
 * @param files open ones, sockets included
 */
record ResourceUse(long resident, long nativeMemory, long live, long threads, long files) {
  private static final Path STATUS = Path.of("/proc/self/status");

  static ResourceUse now() throws IOException {
    String[] status = Files.readString(STATUS).split("\n", -1);
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
    long outside = 1_024 * number(status, "RssAnon") - (heapIsAnonymous() ? heap : 0);
    return new ResourceUse(
        outside + heap + 1_024 * number(status, "RssFile"),
        outside,
        afterCollection(),
        number(status, "Threads"),
        ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getOpenFileDescriptorCount());
  }

  private static long number(String[] status, String name) throws IOException {
    return Arrays.stream(status)
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow(() -> new IOException(STATUS + " does not tell " + name));
  }

  private static long afterCollection() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .map(pool -> pool.getCollectionUsage())
        .filter(usage -> usage != null)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }

  /**
   * ZGC keeps the heap in a file in memory that it maps three times, each of which Linux counts as
   * shared; every other collector's is anonymous memory.
   */
  private static boolean heapIsAnonymous() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .noneMatch(collector -> collector.getName().startsWith("ZGC"));
  }
}
