// Takes up changes of the configuration while the router runs.
using System.Collections.Immutable;
using System.Data.Common;

namespace Router.Configuration;

/// <summary>
/// Watches the file by its content (which also sees mounted links being swapped), reloads it when asked, and goes back to
/// older revisions. A bad file changes nothing.
/// </summary>
/// <param name="first">The result the router started with, whose snapshot is in <paramref name="state"/> with its revision.</param>
internal sealed class ConfigurationReloader(
    string path,
    Func<string, string?> environment,
    LoadResult first,
    ConfigurationState state,
    IRevisionLog revisions,
    TimeProvider time,
    ILogger<ConfigurationReloader> logger) : IDisposable
{
    /// <summary>How often the file is looked at. A change must be seen twice, so that a half-written file is not taken up.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private const string WatcherName = "file";

    private readonly Lock _gate = new();
    private ITimer? _timer;
    private string _hash = first.ContentHash;
    private ImmutableArray<string> _files = first.Files;

    // What is written while the router starts is seen by the first looks. A pipe can be read only once, and was.
    private string _seen = ConfigurationFile.IsDescriptor(path) ? ConfigurationFile.Fingerprint(path, first.Files) : "";
    private string _changing = "";
    private string _untaken = "";

    /// <summary>True while the last look at the file was refused, so that what is in force is not what the file says.</summary>
    internal bool IsRefused { get; private set; }

    /// <summary>Begins to watch.</summary>
    internal void Start() => _timer ??= time.CreateTimer(_ => Poll(), null, Interval, Interval);

    /// <summary>Stops watching.</summary>
    public void Dispose() => _timer?.Dispose();

    /// <summary>Reads the file now. <paramref name="by"/> is kept with the revision.</summary>
    internal ReloadResult Reload(string by)
    {
        lock (_gate)
        {
            var result = Read();
            if (Judge(result) is { Length: > 0 } problems)
            {
                IsRefused = true;
                return Refuse(problems);
            }

            if (result.ContentHash == _hash)
            {
                if (IsRefused)
                {
                    logger.HoldsAgain(state.Current.Revision);
                }

                IsRefused = false;
                return new ReloadResult.Unchanged(state.Current.Revision);
            }

            return Accept(result, by);
        }
    }

    /// <summary>
    /// Goes back to a revision: its text, with today's secrets, becomes the file (the old one is kept as <c>FILE.previous</c>) and
    /// is in force again under its old number.
    /// </summary>
    internal ReloadResult Rollback(int revision, string by)
    {
        lock (_gate)
        {
            string? redacted;
            try
            {
                redacted = revisions.Text(revision);
            }
            catch (Exception failure) when (failure is DbException or IOException)
            {
                return Refuse(Problem($"the ledger did not give the revision ({failure.GetType().Name})"));
            }

            if (redacted is null)
            {
                return new ReloadResult.Unknown(revision);
            }

            if (ConfigurationFile.Read(path) is not ({ } current, _))
            {
                return Refuse(Problem("the configuration file cannot be read"));
            }

            var (text, missing) = RevisionRestore.Restore(redacted, current);
            if (text is null)
            {
                return Refuse(missing);
            }

            if (revision == state.Current.Revision && ConfigurationLoader.Load(path, environment).ContentHash == _hash)
            {
                return new ReloadResult.Unchanged(revision);
            }

            var result = ConfigurationLoader.LoadText(text, Path.GetDirectoryName(Path.GetFullPath(path))!, environment);
            if (Judge(result) is { Length: > 0 } problems)
            {
                return Refuse(problems);
            }

            return Activate(result, text, revision, by);
        }
    }

    /// <summary>Reads the file with every file that it refers to in view of the next look.</summary>
    private LoadResult Read()
    {
        while (true)
        {
            // Taken before reading: what changes in between is seen as a change by the next look.
            _seen = ConfigurationFile.Fingerprint(path, _files);
            var result = ConfigurationLoader.Load(path, environment);
            if (result.Files.SequenceEqual(_files))
            {
                return result;
            }

            _files = result.Files;
        }
    }

    private ReloadResult Accept(LoadResult result, string by)
    {
        int revision;
        try
        {
            revision = revisions.Accept(result.RedactedText, result.ContentHash, by);
        }
        catch (Exception failure) when (failure is DbException or IOException)
        {
            // The watcher sees the file as changed until the ledger takes it; that can be long, so it is told once.
            _seen = "";
            IsRefused = true;
            var problems = Problem($"the ledger did not take the revision ({failure.GetType().Name}); it is tried again");
            var isTold = _untaken == result.ContentHash && by == WatcherName;
            _untaken = result.ContentHash;
            return isTold ? new ReloadResult.Refused(problems) : Refuse(problems);
        }

        Put(result, revision);
        logger.Accepted(revision, by);
        return new ReloadResult.Accepted(revision);
    }

    private ReloadResult Activate(LoadResult result, string text, int revision, string by)
    {
        var (isWritten, fault) = (false, "");
        try
        {
            revisions.Activate(revision, by, () =>
            {
                fault = Write(text);
                isWritten = fault.Length == 0;
                if (isWritten)
                {
                    // Before the ledger has done it, which may take its time: what is written meanwhile is seen as a change by the next look.
                    _files = result.Files;
                    _seen = ConfigurationFile.Fingerprint(path, _files);
                }

                return isWritten;
            });
        }
        catch (Exception failure) when (failure is DbException or IOException)
        {
            return Refuse(Problem($"the ledger did not go back to the revision ({failure.GetType().Name}){(isWritten ? PutBack(text) : "")}"));
        }

        if (!isWritten)
        {
            return Refuse(Problem(fault));
        }

        Put(result, revision);
        logger.RolledBack(revision, by);
        return new ReloadResult.Accepted(revision);
    }

    private string PutBack(string text)
    {
        try
        {
            ConfigurationFile.PutBack(path, text);
            return "";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"; the file holds the revision's text, and what it held lies beside it with .previous in its name ({failure.GetType().Name})";
        }
    }

    /// <summary>What stood in the way; empty when it is written.</summary>
    private string Write(string text)
    {
        try
        {
            ConfigurationFile.Replace(path, text);
            return "";
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return $"the configuration file cannot be replaced ({unwritable.GetType().Name}); "
                + "where it is mounted read-only, go back to the older file there";
        }
    }

    private void Put(LoadResult result, int revision)
    {
        _hash = result.ContentHash;
        _untaken = "";
        IsRefused = false;
        state.Replace(result.Snapshot! with { Revision = revision });
        foreach (var warning in result.Warnings)
        {
            logger.Warned(warning);
        }
    }

    /// <summary>The problems of a result, those of keys that cannot change while running among them.</summary>
    private ImmutableArray<ConfigurationProblem> Judge(LoadResult result)
    {
        if (result.Snapshot is not { } next)
        {
            return result.Problems;
        }

        ImmutableArray<ConfigurationProblem> problems =
        [
            .. RootTable.NeedRestart
                .Where(key => !Equals(key.Value(state.Current), key.Value(next)))
                .Select(key => new ConfigurationProblem(
                    result.Lines.GetValueOrDefault(key.Path), key.Path, "this change needs a restart; the router keeps running with the old value")),
        ];

        // Rather a file that was cut off than one that is meant.
        return next.Groups.IsEmpty && !state.Current.Groups.IsEmpty
            ? problems.Add(new ConfigurationProblem(0, "groups", $"the file has none, and {state.Current.Groups.Length} are in force; a restart takes it as it is"))
            : problems;
    }

    private ReloadResult.Refused Refuse(ImmutableArray<ConfigurationProblem> problems)
    {
        logger.Refused(problems.Length, state.Current.Revision);
        foreach (var problem in problems)
        {
            logger.Problem(problem);
        }

        return new ReloadResult.Refused(problems);
    }

    private void Poll()
    {
        if (!_gate.TryEnter())
        {
            return;
        }

        try
        {
            var now = ConfigurationFile.Fingerprint(path, _files);
            if (now != _seen && now == _changing)
            {
                _changing = "";
                Reload(WatcherName);
            }
            else
            {
                _changing = now == _seen ? "" : now;
            }
        }
#pragma warning disable CA1031 // An exception of a timer ends the process; the next look tries again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _seen = "";
            logger.WatchFailed(failure);
        }
        finally
        {
            _gate.Exit();
        }
    }

    private static ImmutableArray<ConfigurationProblem> Problem(string message) => [new ConfigurationProblem(0, "", message)];
}
