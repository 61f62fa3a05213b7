#!/bin/sh
# Builds the notebook interface once per version of its sources, and prints the folder of the built bundle:
# the only line on standard output. Progress goes to standard error. Safe to run several times at once.
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
cache=${RINGLAB_CACHE:-$HOME/.cache/ringlab}/notebook
parts='package.json package-lock.json .npmrc build.mjs build-licences.mjs build-settings.mjs rspack.config.mjs schema src'

say() { echo "notebook: $*" >&2; }
fail() { say "$*"; exit 1; }

if command -v sha256sum >/dev/null 2>&1; then sha256=sha256sum; else sha256='shasum -a 256'; fi

# One hash over the names and contents of all that goes into the bundle.
hash=$(cd "$here" && find $parts -type f | LC_ALL=C sort | xargs $sha256 | $sha256 | cut -c1-16)
bundle=$cache/$hash
if [ -f "$bundle/manifest.json" ]; then
  echo "$bundle"
  exit 0
fi

needed='Node.js 20.19 or newer is needed to build the notebook interface'
command -v node >/dev/null 2>&1 || fail "$needed; no 'node' was found on the PATH."
command -v npm >/dev/null 2>&1 || fail "npm, which comes with Node.js, was not found on the PATH."
node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
  process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' || fail "$needed; this is $(node --version)."

# A copy is built, on the disk of the cache, so that the last step is one rename.
mkdir -p "$cache"
work=$(mktemp -d "$cache/building.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

cd "$here"
for part in $parts; do
  cp -R "$part" "$work/"
done
cd "$work"
say 'installing the npm packages (about half a gigabyte, for the build only) …'
npm ci --no-progress >&2 || fail "npm ci failed; its messages are above."
say 'bundling …'
node build.mjs dist >&2 || fail "the bundler failed; its messages are above."

# Somebody else may have been faster: then theirs is as good. Should both arrive at once, mv puts ours inside theirs.
if [ ! -d "$bundle" ]; then
  mv "$work/dist" "$bundle" 2>/dev/null || [ -f "$bundle/manifest.json" ] || fail "cannot write $bundle"
  rm -rf "$bundle/dist"
fi
echo "$bundle"
