#!/usr/bin/env bash
# A whole Pageturner cluster on one machine, from Maven's jars and redis-server: Kafka, HDFS, Flink, Redis, a trainer, two serving nodes.
# See ../README.md and docs/cluster.md.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=$(cd "$here/../.." && pwd)

usage() {
  cat <<USAGE
Usage: deploy/cluster/cluster.sh COMMAND [DIRECTORY]

  run      start, drive, check, stop; exit code 0 when the balance holds
  start    starts all processes and leaves them running
  drive    lets simulated users come, and kills a TaskManager and a serving node on the way
  check    every event is a sample and a transition once, files included; both serving nodes have the trainer's version
  status   what runs
  stop     takes everything down

DIRECTORY holds data, logs and process ids; default: pageturner-cluster. 'start' makes it anew.
Environment: PAGETURNER_CLUSTER_PORT  first of 12 ports on 127.0.0.1, default 19100
             PAGETURNER_CLUSTER_SECONDS  how long users come, default 60
             PAGETURNER_CLUSTER_PAGES  pages a second, default 40
USAGE
}

say() { printf '%(%H:%M:%S)T %s\n' -1 "$*"; }
fail() { printf 'cluster: %s\n' "$*" >&2; exit 1; }

command=${1:-}
directory=$(realpath -m "${2:-pageturner-cluster}")
seconds=${PAGETURNER_CLUSTER_SECONDS:-60}
pages=${PAGETURNER_CLUSTER_PAGES:-40}
port=${PAGETURNER_CLUSTER_PORT:-19100}
kafka=$port namenode=$((port + 1)) namenode_http=$((port + 2)) datanode=$((port + 3)) datanode_ipc=$((port + 4))
datanode_http=$((port + 5)) flink=$((port + 6)) flink_rpc=$((port + 7)) redis=$((port + 8)) serve_a=$((port + 9)) serve_b=$((port + 10))
versions=$((port + 11))
hdfs=hdfs://127.0.0.1:$namenode/pageturner
patience=300 # seconds for any one process to come up
# Who may write to HDFS; its name server is started as this user, which makes it the superuser.
export HADOOP_USER_NAME=pageturner

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# Quick to start rather than fast in the long run.
jvm=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto
  --add-opens=java.base/java.util=ALL-UNNAMED --add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.nio=ALL-UNNAMED)
classes=$home/app/target/pageturner.jar:$home/app/target/lib/*

# ---- processes --------------------------------------------------------------------------------------------------------------------------------

# launch NAME COMMAND...: a process of ours, in the background; its id and its log have its name.
launch() {
  local name=$1
  shift
  "$@" >>"$directory/logs/$name.log" 2>&1 </dev/null &
  echo $! >"$directory/pids/$name"
  disown
}

alive() { [ -f "$directory/pids/$1" ] && kill -0 "$(<"$directory/pids/$1")" 2>/dev/null; }

# up NAME TEST...: waits until the test passes; tells the log's end when the process has died before.
up() {
  local name=$1 deadline=$((SECONDS + patience))
  shift
  until "$@"; do
    alive "$name" || { tail -n 15 "$directory/logs/$name.log" >&2; fail "$name has ended by itself; its log is $directory/logs/$name.log"; }
    [ $SECONDS -lt $deadline ] || fail "$name is not up after $patience s; its log is $directory/logs/$name.log"
    sleep 0.5
  done
  say "$name is up"
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
says() { grep -q "$2" "$directory/logs/$1.log"; }
answers() { curl -sf -m 5 "http://127.0.0.1:$1" 2>/dev/null | grep -q "$2"; }

pageturner() { "$java" -Xmx"$1" "${jvm[@]}" -Dpageturner.home="$home" -cp "$classes" io.pageturner.app.Main "${@:2}"; }

# role NAME HEAP ARGUMENTS...: one of Pageturner's own commands as a process.
role() {
  launch "$1" "$java" -Xmx"$2" "${jvm[@]}" -Dpageturner.home="$home" -cp "$classes" io.pageturner.app.Main "${@:3}"
}

hadoop() {
  launch "$1" "$java" -Xmx256m "${jvm[@]}" -cp "$directory/conf:$directory/lib/*:$classes" "${@:2}"
}

taskmanager() {
  launch "taskmanager-$1" "$java" -Xmx384m -XX:MaxDirectMemorySize=256m "${jvm[@]}" -cp "$classes" \
    org.apache.flink.runtime.taskexecutor.TaskManagerRunner --configDir "$directory/conf" -D taskmanager.resource-id="taskmanager-$1"
}

serving() { role "serve-$1" 512m serve --roles serve --config "$directory/conf/serve.conf" --data-directory "$directory/serve-$1" --port "$2"; }

# end NAME: asks it to stop, and makes it after a minute.
end() {
  local name=$1 pid deadline=$((SECONDS + 60))
  alive "$name" || { rm -f "$directory/pids/$name"; return 0; }
  pid=$(<"$directory/pids/$name")
  kill "$pid" 2>/dev/null || true
  while kill -0 "$pid" 2>/dev/null && [ $SECONDS -lt $deadline ]; do sleep 0.2; done
  if kill -0 "$pid" 2>/dev/null; then
    say "$name does not stop and is killed"
    kill -9 "$pid" 2>/dev/null || true
  fi
  rm -f "$directory/pids/$name"
}

murder() {
  say "kill -9 $1"
  kill -9 "$(<"$directory/pids/$1")"
  rm -f "$directory/pids/$1"
}

# ---- commands ---------------------------------------------------------------------------------------------------------------------------------

requirements() {
  local tool
  for tool in curl redis-server mvn "$java"; do
    command -v "$tool" >/dev/null || fail "needs $tool, which is not installed"
  done
  [ -f "$home/app/target/pageturner.jar" ] && [ -d "$home/app/target/lib" ] ||
    fail "Pageturner is not built: run 'mvn -B -DskipTests package' in $home first"
  for p in $(seq "$port" $((port + 11))); do
    ! listens "$p" || fail "port $p is taken; set PAGETURNER_CLUSTER_PORT to the first of 12 free ones"
  done
}

# HDFS's servers are not among Pageturner's libraries.
hadoop_servers() {
  local version
  version=$(sed -n 's:.*<hadoop.version>\(.*\)</hadoop.version>.*:\1:p' "$home/pom.xml")
  local copy=(-q -B dependency:copy -Dartifact="org.apache.hadoop:hadoop-client-minicluster:$version" -DoutputDirectory="$directory/lib")
  (cd "$home" && { mvn -o -N "${copy[@]}" || mvn -N "${copy[@]}"; }) >"$directory/logs/maven.log" 2>&1 ||
    fail "Maven cannot fetch hadoop-client-minicluster $version; its log is $directory/logs/maven.log"
}

configure() {
  local file
  for file in "$here"/conf/*; do
    sed -e "s|@directory@|$directory|g" -e "s|@home@|$home|g" -e "s|@hdfs@|$hdfs|g" -e "s|@kafka@|$kafka|g" -e "s|@namenode@|$namenode|g" \
      -e "s|@namenode_http@|$namenode_http|g" -e "s|@datanode@|$datanode|g" -e "s|@datanode_ipc@|$datanode_ipc|g" \
      -e "s|@datanode_http@|$datanode_http|g" -e "s|@flink@|$flink|g" -e "s|@flink_rpc@|$flink_rpc|g" -e "s|@redis@|$redis|g" \
      "$file" >"$directory/conf/$(basename "$file")"
  done
  # Redis asks for a password that nobody else knows.
  (umask 077 && od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$directory/conf/redis.password")
  chmod 600 "$directory/conf/redis.conf"
  echo "requirepass $(<"$directory/conf/redis.password")" >>"$directory/conf/redis.conf"
}

start() {
  requirements
  [ ! -e "$directory" ] || [ -f "$directory/.pageturner-cluster" ] || fail "$directory holds something else; give another DIRECTORY"
  rm -rf "$directory"
  mkdir -p "$directory"/{conf,logs,pids,lib,models,redis,flink}
  touch "$directory/.pageturner-cluster"
  configure
  say "starting in $directory"
  role kafka 512m broker --data-directory "$directory/kafka" --port "$kafka"
  launch redis redis-server "$directory/conf/redis.conf"
  launch jobmanager "$java" -Xmx384m "${jvm[@]}" -cp "$classes" \
    org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint --configDir "$directory/conf" --executionMode cluster
  hadoop_servers
  "$java" "${jvm[@]}" -cp "$directory/conf:$directory/lib/*:$classes" org.apache.hadoop.hdfs.server.namenode.NameNode -format -nonInteractive \
    >"$directory/logs/namenode-format.log" 2>&1 || fail "HDFS cannot be formatted; see $directory/logs/namenode-format.log"
  hadoop namenode org.apache.hadoop.hdfs.server.namenode.NameNode
  hadoop datanode org.apache.hadoop.hdfs.server.datanode.DataNode
  taskmanager 1
  taskmanager 2
  up redis listens "$redis"
  up kafka says kafka running
  up namenode listens "$namenode"
  up datanode answers "$namenode_http/jmx?qry=Hadoop:service=NameNode,name=FSNamesystemState" '"NumLiveDataNodes" : 1'
  up jobmanager listens "$flink"
  up taskmanager-2 answers "$flink/overview" '"taskmanagers":2'
  say "entering the item embeddings of the simulated world into Redis"
  pageturner 512m simulate --items --config "$directory/conf/pageturner.conf" 2>>"$directory/logs/simulate.log" || fail "Redis takes no items"
  role stream 512m serve --roles stream --config "$directory/conf/pageturner.conf" --data-directory "$directory/stream"
  role trainer 1g serve --roles train --config "$directory/conf/pageturner.conf" --data-directory "$directory/trainer" --port "$versions"
  serving a "$serve_a"
  serving b "$serve_b"
  up stream says stream 'running;'
  up trainer says trainer 'running;'
  up serve-a answers "$serve_a/health/ready" .
  up serve-b answers "$serve_b/health/ready" .
}

drive() {
  alive serve-a || fail "the cluster does not run; 'cluster.sh start' first"
  say "users come for $seconds s"
  role simulate 512m simulate --servers "http://127.0.0.1:$serve_a,http://127.0.0.1:$serve_b" --seconds "$seconds" \
    --users 40000 --pages-per-second "$pages" --config "$directory/conf/pageturner.conf"
  up simulate says simulate ' pages, '
  sleep $((seconds / 4))
  murder taskmanager-1
  join
  sleep $((seconds / 4))
  murder serve-b
  sleep $((seconds / 8))
  serving b "$serve_b"
  while alive simulate; do sleep 1; done
  rm -f "$directory/pids/simulate"
  tail -n 2 "$directory/logs/simulate.log"
  up serve-b answers "$serve_b/health/ready" .
}

# A second agent comes while users page: to the trainer first, then to each serving node.
join() {
  local node
  echo 'pageturner.buckets.shares { baseline = 0.4, agent = 0.3, bold = 0.3 }' >>"$directory/conf/pageturner.conf"
  for node in "$versions" "$serve_a" "$serve_b"; do
    pageturner 128m config reload --server "http://127.0.0.1:$node" >>"$directory/logs/reload.log" 2>&1 ||
      fail "the process on port $node does not take up another agent: $(tail -n 2 "$directory/logs/reload.log")"
  done
  say "the agent bold has joined the trainer and both serving nodes"
}

# The version that a node serves, or that the trainer has published.
served() { curl -sf -m 10 "http://127.0.0.1:$1/v1/models/policy" | tr -d ' \n' | sed -n 's/.*"version":"\{0,1\}\([0-9]*\).*/\1/p'; }
served_bold() { curl -sf -m 10 "http://127.0.0.1:$1/v1/agents/bold" | tr -d ' \n' | sed -n 's/.*"serving":\([0-9]*\).*/\1/p'; }
decided() { tr -d ' \n' <"$directory/models/$1/controller.json" | sed -n 's/.*"version":\([0-9]*\),"status":"live".*/\1/p'; }
# agrees BUNDLE SERVED: both nodes serve what the trainer has decided on.
agrees() { [ -n "$(decided "$1")" ] && [ "$("$2" "$serve_a")" = "$(decided "$1")" ] && [ "$("$2" "$serve_b")" = "$(decided "$1")" ]; }
converged() { agrees policy served && agrees policy-bold served_bold; }

check() {
  local transitions trained
  say "waiting for the last windows, sessions and files"
  pageturner 512m balance --config "$directory/conf/pageturner.conf" --wait 240 --files 2>>"$directory/logs/balance.log" |
    tee "$directory/balance.txt" || fail "the balance does not hold"
  # Nothing is learned any more: the last version is there in a moment.
  local deadline=$((SECONDS + 60))
  until converged; do
    [ $SECONDS -lt $deadline ] || fail "the trainer decided on versions $(decided policy) and $(decided policy-bold), the nodes serve $(served "$serve_a") and $(served "$serve_b"), $(served_bold "$serve_a") and $(served_bold "$serve_b")"
    sleep 1
  done
  say "both serving nodes serve version $(decided policy) of agent and $(decided policy-bold) of bold, the trainer's"
  end trainer
  transitions=$(sed -n 's/^transitions *\([0-9,]*\).*/\1/p' "$directory/balance.txt" | tr -d ,)
  trained=$(sed -n 's/.*trained on \([0-9]*\) transitions.*/\1/p' "$directory/logs/trainer.log")
  [ "$trained" = "$transitions" ] || fail "the trainer has consumed $trained of $transitions transitions"
  say "the trainer has consumed $trained transitions, each once"
}

stop() {
  [ -d "$directory/pids" ] || return 0
  local name
  for name in simulate serve-a serve-b trainer stream taskmanager-1 taskmanager-2 jobmanager redis datanode namenode kafka; do end "$name"; done
  say "everything is down"
}

status() {
  [ -d "$directory/pids" ] || fail "there is no cluster in $directory"
  local file
  for file in "$directory"/pids/*; do
    [ -e "$file" ] || fail "nothing runs"
    alive "$(basename "$file")" && echo "$(basename "$file") $(<"$file")" || echo "$(basename "$file") has died"
  done
}

# Whatever goes wrong, nothing is left running.
run_all() {
  trap 'stop' EXIT
  trap 'exit 130' INT TERM
  start
  drive
  check
  say "the cluster has passed"
}

case $command in
  run) run_all ;;
  start)
    trap 'stop' EXIT
    trap 'exit 130' INT TERM
    start
    trap - EXIT INT TERM
    say "serving on http://127.0.0.1:$serve_a and http://127.0.0.1:$serve_b, versions on http://127.0.0.1:$versions/v1/models; 'cluster.sh stop $directory' takes it down"
    ;;
  drive | check | status | stop) $command ;;
  -h | --help | help) usage ;;
  *) usage >&2; exit 2 ;;
esac
