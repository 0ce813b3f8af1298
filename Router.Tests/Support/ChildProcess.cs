// A program that is started, watched and certainly ended.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Router.Tests.Support;

/// <summary>
/// Its output is captured line by line (bounded). Whatever still runs is killed when this program exits. The input stays open until then,
/// so a child that reads it to its end stops by itself even when this program is killed.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int MostKeptChars = 256 * 1024;
    private const int HangUpSignal = 1;
    private const int Terminate = 15;

    private static readonly ConcurrentDictionary<ChildProcess, bool> Running = new();

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    static ChildProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var child in Running.Keys)
        {
            child.Kill();
        }
    };

    private ChildProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(_output, line.Data, first: true);
        process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data, first: false);
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>What it wrote to its standard output so far; the beginning of it when it is very much.</summary>
    public string Output => Text(_output);

    /// <summary>The same of the standard error.</summary>
    public string Errors => Text(_errors);

    /// <summary>The first line of its output; fails when it exits without one.</summary>
    public Task<string> FirstLine => _firstLine.Task.WaitAsync(Patience.Limit);

    /// <param name="readsErrors">False: its standard error is a pipe that nobody reads.</param>
    public static ChildProcess Start(
        string file,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null,
        string? folder = null,
        bool readsErrors = true)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var child = new ChildProcess(process);
        process.Exited += (_, _) => child._firstLine.TrySetException(new InvalidOperationException($"{file} exited: {child.Errors}"));
        process.Start();
        Running[child] = true;
        process.BeginOutputReadLine();
        if (readsErrors)
        {
            process.BeginErrorReadLine();
        }

        return child;
    }

    /// <summary>Ends it at once (SIGKILL): nothing of it runs any more, no handler, no finally.</summary>
    public void Kill()
    {
        try
        {
            if (!_process.HasExited)
            {
                // Looks at every process of the machine, which takes its time.
                _process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It had ended.
        }
    }

    /// <summary>Sends SIGHUP; of Unix only.</summary>
    public void HangUp() => _ = SendSignal(_process.Id, HangUpSignal);

    /// <summary>Asks it to stop (SIGTERM), waits, and kills it when it does not; true when it stopped by itself.</summary>
    public async Task<bool> StopAsync(TimeSpan patience)
    {
        if (!OperatingSystem.IsWindows() && !_process.HasExited)
        {
            _ = SendSignal(_process.Id, Terminate);
            try
            {
                await _process.WaitForExitAsync().WaitAsync(patience);
                return true;
            }
            catch (TimeoutException)
            {
                // Killed below.
            }
        }

        Kill();
        await _process.WaitForExitAsync();
        return false;
    }

    /// <summary>Waits for its end and for the last of its output.</summary>
    public Task WaitAsync() => _process.WaitForExitAsync();

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
        Running.TryRemove(this, out _);
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);

    private void Keep(StringBuilder text, string? line, bool first)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            if (text.Length < MostKeptChars)
            {
                text.AppendLine(line);
            }
        }

        if (first)
        {
            _firstLine.TrySetResult(line);
        }
    }

    private string Text(StringBuilder text)
    {
        lock (_gate)
        {
            return text.ToString();
        }
    }
}
