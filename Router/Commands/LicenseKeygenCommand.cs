// router license keygen: a pair of keys for an issuer.
using System.Collections.Immutable;
using System.CommandLine;
using Router.Licensing;
using Router.Storage;

namespace Router.Commands;

/// <summary>Writes both halves as JWK; the private one for its owner alone, never over a file, and never to the terminal.</summary>
internal sealed class LicenseKeygenCommand
{
    private readonly Option<string> _private = new("--private") { Description = "Where to write the private key", HelpName = "FILE", Required = true };
    private readonly Option<string> _public = new("--public") { Description = "Where to write the public key", HelpName = "FILE", Required = true };
    private readonly Option<string?> _issuer = new("--iss") { Description = "The issuer that the key belongs to", HelpName = "NAME" };
    private readonly Option<string?> _environments = new("--environments") { Description = "It signs for these environments only", HelpName = "a,b" };
    private readonly Option<string?> _modes = new("--modes") { Description = "It signs for these modes only", HelpName = "a,b" };
    private readonly Option<string?> _features = new("--features") { Description = "It signs these features only", HelpName = "a,b" };
    private readonly Option<long?> _maxDays = NumberOption.Create("--max-days", "The longest licence that it signs, grace included", 36_500);
    private readonly Option<bool> _loopbackOnly = new("--loopback-only") { Description = "For routers that listen on loopback only" };

    private LicenseKeygenCommand()
    {
    }

    internal static Command Create(CommandContext context)
    {
        var keygen = new LicenseKeygenCommand();
        var command = new Command("keygen", "Make a pair of keys to sign licences with")
        {
            keygen._private, keygen._public, keygen._issuer, keygen._environments, keygen._modes, keygen._features, keygen._maxDays, keygen._loopbackOnly,
        };
        command.SetAction(parse => keygen.Run(parse, context));
        return command;
    }

    private int Run(ParseResult parse, CommandContext context)
    {
        var (privatePath, publicPath) = (parse.GetRequiredValue(_private), parse.GetRequiredValue(_public));
        if (Path.GetFullPath(privatePath) == Path.GetFullPath(publicPath))
        {
            context.Error.WriteLine("router license keygen: --private and --public name the same file; each half needs one of its own");
            return ExitCodes.Usage;
        }

        if (Array.Find([privatePath, publicPath], Path.Exists) is { } there)
        {
            context.Error.WriteLine($"router license keygen: {there} is there already, and a key is never overwritten");
            return ExitCodes.Failed;
        }

        var scope = new KeyScope(
            parse.GetValue(_issuer), null, null, List(parse, _environments), List(parse, _modes), List(parse, _features),
            parse.GetValue(_maxDays), parse.GetValue(_loopbackOnly));
        var (privateText, publicText, id) = JwkWriter.MakePair(scope);
        PrivateFile.WriteNew(privatePath, privateText);
        try
        {
            using var file = new FileStream(publicPath, FileMode.CreateNew, FileAccess.Write);
            file.Write(publicText);
        }
        catch
        {
            // Half a pair is of no use, and would stand in the way of the next try.
            File.Delete(privatePath);
            throw;
        }

        if (parse.GetValue(CommonOptions.Json))
        {
            JsonText.Print(context.Out, json =>
            {
                json.WriteString("kid", id);
                json.WriteString("private", privatePath);
                json.WriteString("public", publicPath);
            });
        }
        else
        {
            context.Out.WriteLine($"kid:     {id}");
            context.Out.WriteLine($"private: {privatePath} (for its owner alone; keep it where no router runs)");
            context.Out.WriteLine($"public:  {publicPath}");
        }

        return ExitCodes.Ok;
    }

    private static ImmutableArray<string> List(ParseResult parse, Option<string?> option) =>
        parse.GetValue(option) is { } text ? [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)] : default;
}
