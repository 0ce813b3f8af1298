// router license inspect: what a file says of itself.
using System.CommandLine;
using System.Text.Json;
using Router.Licensing;

namespace Router.Commands;

/// <summary>Prints header and claims of a signed file of any kind, and says that nothing was checked.</summary>
internal static class LicenseInspectCommand
{
    internal static Command Create(CommandContext context)
    {
        var file = new Argument<string>("FILE") { Description = "A licence, credit note or revocation list" };
        var command = new Command("inspect", "Print the claims of a signed file, without checking anything") { file };
        command.SetAction(parse => Run(parse.GetRequiredValue(file), parse.GetValue(CommonOptions.Json), context));
        return command;
    }

    private static int Run(string path, bool json, CommandContext context)
    {
        var bytes = LicenseFile.Read(path, out var refusal);
        if (bytes is null || EnvelopeReader.Peek(bytes) is not var (header, payload))
        {
            return Fail(context, path, refusal?.Detail ?? "the file is not the one line that a signed file is");
        }

        using var headerJson = StrictJson.Parse(header, out var headerFault);
        using var claims = StrictJson.Parse(payload, out var claimsFault);
        if (headerJson is null || claims is null)
        {
            return Fail(context, path, headerJson is null ? $"the protected header: {headerFault}" : $"the claims: {claimsFault}");
        }

        if (!json)
        {
            var verify = IsLicense(headerJson.RootElement) ? " `router license verify` does that." : "";
            context.Out.WriteLine($"Nothing was checked: neither the signature nor what it is good for.{verify}");
        }

        JsonText.Print(context.Out, writer =>
        {
            writer.WriteString("file", path);
            writer.WriteBoolean("checked", false);
            Write(writer, "header", headerJson.RootElement);
            Write(writer, "claims", claims.RootElement);
        });
        return ExitCodes.Ok;
    }

    private static bool IsLicense(JsonElement header) =>
        header.ValueKind == JsonValueKind.Object && header.TryGetProperty("typ", out var type)
        && type.ValueKind == JsonValueKind.String && type.ValueEquals(EnvelopeType.License.Word());

    private static void Write(Utf8JsonWriter writer, string name, JsonElement element)
    {
        writer.WritePropertyName(name);
        element.WriteTo(writer);
    }

    private static int Fail(CommandContext context, string path, string what)
    {
        context.Error.WriteLine($"router license inspect: {path}: {what}");
        return ExitCodes.Failed;
    }
}
