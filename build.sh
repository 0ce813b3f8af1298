#!/usr/bin/env bash
# The one entry point for building, running, testing and publishing the router; see `./build.sh help`.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
solution="$root/Router.slnx"
tests="$root/Router.Tests/Router.Tests.csproj"

usage() {
    cat <<'TEXT'
usage: ./build.sh VERB [ARGUMENTS]

  run [ARGUMENTS]    build, then serve on http://127.0.0.1:8080 (admin: 8081); arguments go to `router serve`
  test [ARGUMENTS]   all tests; arguments go to `dotnet test`
  conformance DIR    the recordings in DIR through every dialect cell
  clients [OPTIONS]  the official client programs against the router (Node.js, and `npm ci` in Router.Tests/Conformance/clients)
  bench [NAME...]    benchmarks, each against its baseline in the same run
  fuzz [WHAT [DIR]]  damaged input, the recordings in DIR among it: framer, translators; laws; without a WHAT the first two
  publish [RID]      one self-contained file in out/router-VERSION-RID/ (RID: this machine's, or linux-x64 …)
  format             apply the code style
  check              fail on a difference from the code style
  help               this text
TEXT
}

# A fresh machine may have no HOME, or one that cannot be written: then everything .NET keeps stays in .dotnet/.
prepare_environment() {
    export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=0
    export DOTNET_CLI_UI_LANGUAGE=en
    # No build server outlives the command.
    export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
    if [ -z "${HOME:-}" ] || [ ! -d "$HOME" ] || [ ! -w "$HOME" ]; then
        export HOME="$root/.dotnet/home"
        mkdir -p "$HOME"
    fi
}

# Sets `dotnet` to a command with the SDK that global.json asks for, and fetches that SDK when the machine has none.
find_sdk() {
    local candidate
    for candidate in "$root/.dotnet/dotnet" dotnet; do
        if command -v "$candidate" >/dev/null && (cd "$root" && "$candidate" --version >/dev/null 2>&1); then
            dotnet=$candidate
            return
        fi
    done
    fetch_sdk
}

fetch_sdk() {
    local version url script
    version=$(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' "$root/global.json")
    url=${ROUTER_DOTNET_INSTALL_URL:-https://dot.net/v1/dotnet-install.sh}
    script=$(mktemp)
    echo "The .NET SDK $version is not here; fetching it into $root/.dotnet by $url" >&2
    if download "$url" "$script" && bash "$script" --version "$version" --install-dir "$root/.dotnet" --no-path >&2 &&
        (cd "$root" && "$root/.dotnet/dotnet" --version >/dev/null); then
        rm -f "$script"
        dotnet="$root/.dotnet/dotnet"
        return
    fi
    rm -f "$script"
    cat >&2 <<TEXT
The .NET SDK $version could not be fetched. Do one of these, then run the command again:
  - install the .NET SDK $version (or a later 10.0 one) from https://dotnet.microsoft.com/download/dotnet/10.0
    so that \`dotnet\` is on the PATH, or unpack it into $root/.dotnet
  - set ROUTER_DOTNET_INSTALL_URL to a copy of Microsoft's dotnet-install.sh that this machine can reach
    (an https:// or file:// address, or a path)
TEXT
    exit 1
}

download() {
    case $1 in
        file://*) cp "${1#file://}" "$2" ;;
        http://* | https://*)
            if command -v curl >/dev/null; then
                curl --fail --location --silent --show-error --retry 3 --output "$2" "$1"
            elif command -v wget >/dev/null; then
                wget --quiet --output-document "$2" "$1"
            else
                echo "neither curl nor wget is here to fetch $1" >&2
                return 1
            fi ;;
        *) cp "$1" "$2" ;;
    esac
}

# The SDK is chosen, and its settings are found, from the root; the caller's own folder may have others.
sdk() {
    (cd "$root" && "$dotnet" "$@")
}

build() {
    # `dotnet msbuild`, because `dotnet build` cannot be talked out of its summary: only what is wrong is worth a line.
    sdk msbuild "$1" -restore -property:Configuration=Release -verbosity:quiet -nologo >&2
}

run() {
    echo "building…" >&2
    build "$root/Router/Router.csproj"
    # Without a named configuration, data/ is that of the repository wherever this was called from.
    if [ -z "${ROUTER_CONFIG:-}" ] && [[ " $*" != *" --config"* ]]; then
        cd "$root"
    fi
    # exec, so that Ctrl-C and SIGTERM reach the router itself.
    exec "$dotnet" "$root/Router/bin/Release/net10.0/router.dll" serve "$@"
}

# Streams the runner's own output; its result file is what is counted.
run_tests() {
    local results status=0
    results=$(mktemp -d)
    echo "building…" >&2
    build "$solution" || { echo "0 passed, 1 failed"; rm -rf "$results"; return 1; }
    sdk test "$solution" --configuration Release --no-build --nologo --results-directory "$results" \
        --logger "trx;LogFileName=tests.trx" --logger "console;verbosity=${ROUTER_TEST_VERBOSITY:-minimal}" "$@" || status=$?
    count_results "$results/tests.trx" "$status" || status=1
    rm -rf "$results"
    return "$status"
}

# Prints `N passed, N failed[, N skipped]` from a TRX file; a run that failed without a failed test counts as one.
count_results() {
    local counters passed=0 failed=0 skipped=0
    if [ -f "$1" ]; then
        counters=$(grep -o '<Counters [^>]*' "$1")
        passed=$(attribute passed "$counters")
        failed=$(($(attribute failed "$counters") + $(attribute error "$counters") + $(attribute timeout "$counters")))
        skipped=$(($(attribute total "$counters") - $(attribute executed "$counters")))
    fi
    if [ "$failed" -eq 0 ] && { [ "$2" -ne 0 ] || [ "$passed" -eq 0 ]; }; then
        failed=1
    fi
    if [ "$skipped" -gt 0 ]; then
        echo "$passed passed, $failed failed, $skipped skipped"
    else
        echo "$passed passed, $failed failed"
    fi
    [ "$failed" -eq 0 ]
}

attribute() {
    sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$2"
}

# Runs the client programs against the published file that ROUTER_BINARY names, else against what is built here.
run_clients() {
    local runner="$root/Router.Tests/Conformance/clients/run.mjs"
    if ! command -v node >/dev/null; then
        echo "Node.js (18 or later) is not on the PATH; the client programs run on it: https://nodejs.org" >&2
        exit 1
    fi
    if [ -n "${ROUTER_BINARY:-}" ]; then
        exec node "$runner" "$@"
    fi
    echo "building…" >&2
    build "$root/Router/Router.csproj"
    DOTNET_HOST_PATH="$dotnet" exec node "$runner" --router "$root/Router/bin/Release/net10.0/router.dll" "$@"
}

# Runs a verb of the tests' own program: conformance, bench or fuzz.
run_program() {
    echo "building…" >&2
    build "$tests"
    exec "$dotnet" "$root/Router.Tests/bin/Release/net10.0/Router.Tests.dll" "$@"
}

publish() {
    # MSBuild knows the version and this machine's RID; the target prints where the file lies.
    sdk publish "$root/Router/Router.csproj" --configuration Release --nologo --verbosity minimal \
        ${1:+--runtime "$1"}
}

verb=${1:-}
[ $# -gt 0 ] && shift
# What the other verbs start has a help of its own.
case "$verb ${1:-}" in
    "test --help" | "test -h" | "publish --help" | "publish -h" | "format --help" | "format -h" | "check --help" | "check -h") verb=help ;;
esac
case $verb in
    help | --help | -h)
        usage
        exit 0 ;;
    run | test | conformance | clients | bench | fuzz | publish | format | check)
        prepare_environment
        find_sdk ;;
    *)
        usage >&2
        exit 2 ;;
esac

case $verb in
    run) run "$@" ;;
    test) run_tests "$@" ;;
    conformance)
        [ $# -ge 1 ] || { echo "usage: ./build.sh conformance DIR" >&2; exit 2; }
        run_program conformance "$@" ;;
    clients) run_clients "$@" ;;
    bench | fuzz) run_program "$verb" "$@" ;;
    publish) publish "$@" ;;
    format) sdk format "$solution" --verbosity minimal ;;
    check)
        # The analysers' rules are errors of every build; what is left is white space and style.
        for part in whitespace style; do
            sdk format "$part" "$solution" --verify-no-changes --verbosity minimal || exit
        done ;;
esac
