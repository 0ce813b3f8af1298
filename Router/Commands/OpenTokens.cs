// Opens the tokens of the ledger for one command.
using System.Collections.Immutable;
using System.CommandLine;
using Router.Callers;
using Router.Configuration;
using Router.Storage;

namespace Router.Commands;

/// <summary>Reads the configuration, opens the token store of its ledger, and closes it after the work.</summary>
internal static class OpenTokens
{
    /// <summary>The exit code of <paramref name="work"/>, which needs the ledger alone; 1 when the configuration does not say where that is.</summary>
    internal static int Run(ParseResult parse, CommandContext context, Func<TokenStore, int> work) =>
        Run(CommandNeeds.Ledger, parse, context, (store, _) => work(store));

    /// <summary>The exit code of <paramref name="work"/>; 1 when what it needs of the configuration does not hold, with the problems printed.</summary>
    /// <param name="needs">One of <see cref="CommandNeeds"/>.</param>
    internal static int Run(
        ImmutableArray<string> needs, ParseResult parse, CommandContext context, Func<TokenStore, RouterSnapshot, int> work)
    {
        if (CommandConfiguration.LoadFor(needs, parse, context) is not { } snapshot)
        {
            return ExitCodes.Failed;
        }

        using var generation = new TokenGeneration(snapshot.Ledger.Path);
        var database = new SqliteDatabase(snapshot.Ledger.Path, snapshot.Ledger.SurvivePowerCut);
        return work(new TokenStore(database, generation, new TokenMint(), context.Time), snapshot);
    }
}
