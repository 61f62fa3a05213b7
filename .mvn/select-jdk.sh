# Sourced by mvnw and ringlab: leaves JAVA_HOME at a JDK of at least this release, or explains what is missing.
# A valid JAVA_HOME is kept; else the newest JDK found under the usual places wins.
ringlab_min_jdk=21

ringlab_jdk_release() { # DIR -> its feature release, 0 when DIR holds no JDK
  if [ -x "$1/bin/javac" ] && [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" | head -n 1
  else
    echo 0
  fi
}

ringlab_select_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && [ "$(ringlab_jdk_release "$JAVA_HOME")" -ge "$ringlab_min_jdk" ] 2>/dev/null; then
    export JAVA_HOME
    return 0
  fi
  best='' best_release=0
  for dir in /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -d "$dir" ] || continue
    release=$(ringlab_jdk_release "$dir")
    if [ "${release:-0}" -ge "$ringlab_min_jdk" ] && [ "$release" -gt "$best_release" ]; then
      best=$dir best_release=$release
    fi
  done
  if [ -z "$best" ]; then
    echo "Ringlab needs a JDK of release $ringlab_min_jdk or newer (a JDK, not only a JRE), and found none." >&2
    echo "Looked at JAVA_HOME=${JAVA_HOME:-(not set)} and under /usr/lib/jvm. Install one, or set JAVA_HOME to it." >&2
    return 1
  fi
  JAVA_HOME=$best
  export JAVA_HOME
}

ringlab_select_jdk || exit 1
