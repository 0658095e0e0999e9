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
 * @param anonymous of it, what no file stands behind: heap, native memory, threads' stacks
 * @param heap what the Java heap has committed
 * @param live what was alive in the heap after the last collection
 * @param threads of the operating system
 * @param files open ones, sockets included
 */
record ResourceUse(long resident, long anonymous, long heap, long live, long threads, long files) {
  private static final Path STATUS = Path.of("/proc/self/status");

  static ResourceUse now() throws IOException {
    String[] status = Files.readString(STATUS).split("\n", -1);
    return new ResourceUse(
        1_024 * number(status, "VmRSS"),
        1_024 * number(status, "RssAnon"),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted(),
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

  /** Memory outside of the Java heap; exact when the whole heap is in RAM. */
  long nativeMemory() {
    return anonymous - heap;
  }
}
