# The same verbs as build.sh over the same dotnet calls; see `./build.ps1 help`.
param([string] $Verb = '', [Parameter(ValueFromRemainingArguments)] [string[]] $Rest = @())

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$solution = Join-Path $root 'Router.slnx'
$usage = @'
usage: ./build.ps1 VERB [ARGUMENTS]

  run [ARGUMENTS]    build, then serve on http://127.0.0.1:8080 (admin: 8081); arguments go to `router serve`
  test [ARGUMENTS]   all tests; arguments go to `dotnet test`
  conformance DIR    the recordings in DIR through every dialect cell
  clients [OPTIONS]  the official client programs against the router (Node.js, and `npm ci` in Router.Tests/Conformance/clients)
  bench [NAME...]    benchmarks, each against its baseline in the same run
  fuzz [WHAT [DIR]]  damaged input, the recordings in DIR among it: framer, translators; laws; without a WHAT the first two
  publish [RID]      one self-contained file in out/router-VERSION-RID/ (RID: this machine's, or win-x64 ...)
  format             apply the code style
  check              fail on a difference from the code style
  help               this text
'@

function Find-Sdk {
    $local = Join-Path $root '.dotnet' | Join-Path -ChildPath $(if ($IsWindows -ne $false) { 'dotnet.exe' } else { 'dotnet' })
    foreach ($candidate in $local, 'dotnet') {
        if (Get-Command $candidate -ErrorAction SilentlyContinue) {
            Push-Location $root
            & $candidate --version 2>&1 | Out-Null
            $found = $LASTEXITCODE -eq 0
            Pop-Location
            if ($found) { return $candidate }
        }
    }

    $version = (Get-Content (Join-Path $root 'global.json') -Raw | ConvertFrom-Json).sdk.version
    $url = if ($env:ROUTER_DOTNET_INSTALL_URL) { $env:ROUTER_DOTNET_INSTALL_URL } else { 'https://dot.net/v1/dotnet-install.ps1' }
    $script = Join-Path ([IO.Path]::GetTempPath()) 'router-dotnet-install.ps1'
    Write-Host "The .NET SDK $version is not here; fetching it into $root/.dotnet by $url"
    try {
        if ($url -match '^https?://') { Invoke-WebRequest $url -OutFile $script -UseBasicParsing }
        else { Copy-Item ($url -replace '^file:///?(?=[A-Za-z]:)|^file://', '') $script }
        & $script -Version $version -InstallDir (Join-Path $root '.dotnet') -NoPath | Out-Host
        if (Test-Path $local) { return $local }
    }
    catch { Write-Host $_ }
    Write-Host @"
The .NET SDK $version could not be fetched. Do one of these, then run the command again:
  - install the .NET SDK $version (or a later 10.0 one) from https://dotnet.microsoft.com/download/dotnet/10.0
    so that ``dotnet`` is on the PATH, or unpack it into $root/.dotnet
  - set ROUTER_DOTNET_INSTALL_URL to a copy of Microsoft's dotnet-install.ps1 that this machine can reach
    (an https:// or file:// address, or a path)
"@
    exit 1
}

function Build([string] $project) {
    Write-Host 'building...'
    & $dotnet msbuild $project -restore -property:Configuration=Release -verbosity:quiet -nologo | Out-Host
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

function Test-All {
    $results = Join-Path ([IO.Path]::GetTempPath()) ([IO.Path]::GetRandomFileName())
    Build $solution
    & $dotnet test $solution --configuration Release --no-build --nologo --results-directory $results `
        --logger 'trx;LogFileName=tests.trx' --logger 'console;verbosity=minimal' @Rest | Out-Host
    $status = $LASTEXITCODE
    $passed = 0; $failed = 0; $skipped = 0
    $file = Join-Path $results 'tests.trx'
    if (Test-Path $file) {
        $counters = ([xml](Get-Content $file -Raw)).TestRun.ResultSummary.Counters
        $passed = [int]$counters.passed
        $failed = [int]$counters.failed + [int]$counters.error + [int]$counters.timeout
        $skipped = [int]$counters.total - [int]$counters.executed
        Remove-Item $results -Recurse
    }
    if ($failed -eq 0 -and ($status -ne 0 -or $passed -eq 0)) { $failed = 1 }
    Write-Host ("$passed passed, $failed failed" + $(if ($skipped) { ", $skipped skipped" }))
    exit [int]($failed -gt 0)
}

function Run-Program([string[]] $arguments) {
    Build (Join-Path $root 'Router.Tests/Router.Tests.csproj')
    Set-Location $from
    & $dotnet (Join-Path $root 'Router.Tests/bin/Release/net10.0/Router.Tests.dll') @arguments
    exit $LASTEXITCODE
}

# Runs the client programs against the published file that ROUTER_BINARY names, else against what is built here.
function Run-Clients {
    $runner = Join-Path $root 'Router.Tests/Conformance/clients/run.mjs'
    if (-not (Get-Command node -ErrorAction SilentlyContinue)) {
        [Console]::Error.WriteLine('Node.js (18 or later) is not on the PATH; the client programs run on it: https://nodejs.org')
        exit 1
    }
    $router = @()
    if (-not $env:ROUTER_BINARY) {
        Build (Join-Path $root 'Router/Router.csproj')
        $env:DOTNET_HOST_PATH = $dotnet
        $router = @('--router', (Join-Path $root 'Router/bin/Release/net10.0/router.dll'))
    }
    Set-Location $from
    & node $runner @router @Rest
    exit $LASTEXITCODE
}

$verbs = 'run', 'test', 'conformance', 'clients', 'bench', 'fuzz', 'publish', 'format', 'check'
# PowerShell takes what begins with a dash for no verb. What the other verbs start has a help of its own.
if ($Verb -in '', 'test', 'publish', 'format', 'check' -and $Rest -and $Rest[0] -in '--help', '-h') { $Verb = 'help' }
if ($Verb -eq 'help') { Write-Host $usage; exit 0 }
if ($verbs -cnotcontains $Verb) { [Console]::Error.WriteLine($usage); exit 2 }

$env:DOTNET_NOLOGO = '1'; $env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'; $env:DOTNET_SKIP_FIRST_TIME_EXPERIENCE = '1'
$env:DOTNET_GENERATE_ASPNET_CERTIFICATE = '0'; $env:DOTNET_CLI_UI_LANGUAGE = 'en'
# No build server outlives the command.
$env:MSBUILDDISABLENODEREUSE = '1'; $env:DOTNET_CLI_USE_MSBUILD_SERVER = '0'; $env:UseSharedCompilation = 'false'
$dotnet = Find-Sdk

# The SDK is chosen, and its settings are found, from the root; the caller's own folder may have others.
$from = Get-Location
Push-Location $root
try {
    switch -CaseSensitive ($Verb) {
        'run' {
            Build (Join-Path $root 'Router/Router.csproj')
            # Without a named configuration, data/ is that of the repository wherever this was called from.
            if ($env:ROUTER_CONFIG -or ($Rest -match '^--config')) { Set-Location $from }
            & $dotnet (Join-Path $root 'Router/bin/Release/net10.0/router.dll') serve @Rest
        }
        'test' { Test-All }
        'conformance' {
            if (-not $Rest) { [Console]::Error.WriteLine('usage: ./build.ps1 conformance DIR'); exit 2 }
            Run-Program (@('conformance') + $Rest)
        }
        'clients' { Run-Clients }
        'bench' { Run-Program (@('bench') + $Rest) }
        'fuzz' { Run-Program (@('fuzz') + $Rest) }
        'publish' {
            $rid = if ($Rest) { @('--runtime', $Rest[0]) } else { @() }
            & $dotnet publish (Join-Path $root 'Router/Router.csproj') --configuration Release --nologo --verbosity minimal @rid
        }
        'format' { & $dotnet format $solution --verbosity minimal }
        'check' {
            # The analysers' rules are errors of every build; what is left is white space and style.
            & $dotnet format whitespace $solution --verify-no-changes --verbosity minimal
            if ($LASTEXITCODE -eq 0) { & $dotnet format style $solution --verify-no-changes --verbosity minimal }
        }
    }
}
finally {
    Pop-Location
}
exit $LASTEXITCODE
