package io.pageturner.pipeline.stream;

import org.apache.hadoop.security.UserGroupInformation;

/** Whom HDFS sees when this process reads and writes. */
public final class HdfsUser {
  private HdfsUser() {}

  /**
   * Goes by this name from now on, on an HDFS that believes names; one with Kerberos asks for more
   * than a name, and is given what Hadoop's own configuration says.
   *
   * @param name empty to leave it to Hadoop: {@code HADOOP_USER_NAME}, or the process's user
   */
  public static void actAs(String name) {
    if (!name.isEmpty()) {
      UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(name));
    }
  }
}
