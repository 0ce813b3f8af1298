// router token new: a token for static configuration.
using System.CommandLine;
using Router.Callers;

namespace Router.Commands;

/// <summary>Prints a fresh token and its hash, and touches nothing.</summary>
internal static class TokenNewCommand
{
    internal static Command Create(CommandContext context)
    {
        var admin = new Option<bool>("--admin") { Description = "An admin token" };
        var command = new Command("new", "Print a fresh token and its hash for the configuration file; touches nothing") { admin };
        command.SetAction(parse =>
        {
            TokenKind kind = parse.GetValue(admin) ? TokenKind.Admin : TokenKind.Caller;
            var mint = new TokenMint();
            var (text, hash) = mint.Mint(kind, mint.NewId());
            if (parse.GetValue(CommonOptions.Json))
            {
                JsonText.Print(context.Out, writer =>
                {
                    writer.WriteString("token", text);
                    writer.WriteString("token_sha256", hash.ToString());
                });
                return ExitCodes.Ok;
            }

            context.Out.WriteLine($"token:        {text}");
            context.Out.WriteLine($"token_sha256: {hash}");
            context.Out.WriteLine(kind == TokenKind.Admin
                ? "Write token_sha256 into an entry of admin.tokens and give the token to its holder. It will not be shown again."
                : "Write token_sha256 into an entry of callers and give the token to its holder. It will not be shown again.");
            return ExitCodes.Ok;
        });
        return command;
    }
}
