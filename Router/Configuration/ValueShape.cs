// A single value: text, number, flag, or text of some form.
using System.Text.Json;

namespace Router.Configuration;

/// <summary>A scalar with its parser and its description as JSON Schema. The ready-made ones are in <see cref="Values"/>.</summary>
internal sealed class ValueShape : Shape
{
    /// <summary>The JSON type as schema and messages name it: string, integer, number or boolean.</summary>
    internal required string Type { get; init; }

    /// <summary>Text → the value, or what is wrong with it: "must be …".</summary>
    internal required Func<string, LoadContext, (object? Value, string? Error)> Parse { get; init; }

    /// <summary>Writes the constraints of the schema beside <c>type</c>.</summary>
    internal Action<Utf8JsonWriter>? Constraints { get; init; }

    /// <summary>Text that may look like a number or a flag: <c>user: 42</c> is read as it is written, and editors see a number.</summary>
    internal bool AnyWord { get; init; }

    /// <summary>Text that may be a plain 0.</summary>
    internal bool Zero { get; init; }

    /// <summary>Is what was written a secret? Then no message repeats it and revisions do not hold it.</summary>
    internal Func<string, bool> Secret { get; init; } = static _ => false;

    /// <summary>Messages never repeat the value, secret or not.</summary>
    internal bool Unquoted { get; init; }

    /// <inheritdoc/>
    internal override void Check(ConfigNode node, string path, LoadContext context)
    {
        if (node is not ConfigNode.Scalar scalar)
        {
            context.Problems.Add(node.Line, path, $"must be a single value ({Noun}), not {node.Kind}");
            return;
        }

        var secret = Secret(scalar.Raw);
        if (secret)
        {
            context.Secrets.Add(scalar);
        }

        if (!context.Expand(scalar, path) || scalar.IsNull)
        {
            return;
        }

        if (!scalar.Plain && Type != "string" && !VariableExpansion.HasReference(scalar.Raw))
        {
            context.Problems.Add(scalar.Line, path, $"must be {Noun}, not text in quotes");
            return;
        }

        var (value, error) = Parse(scalar.Text, context);
        scalar.Parsed = value;
        if (error is not null)
        {
            var shown = secret || Unquoted ? "" : $" (found '{ProblemList.Shown(scalar.Raw)}')";
            context.Problems.Add(scalar.Line, path, error + shown);
        }
    }

    /// <summary>What is wrong with a text, or null.</summary>
    internal string? Fault(string text, LoadContext context) => Parse(text, context).Error;

    /// <inheritdoc/>
    internal override void WriteSchema(Utf8JsonWriter writer, bool optional)
    {
        writer.WriteStartArray("anyOf");
        writer.WriteStartObject();
        WriteTypes(writer);
        Constraints?.Invoke(writer);
        writer.WriteEndObject();
        if (Zero)
        {
            writer.WriteStartObject();
            writer.WriteNumber("const", 0);
            writer.WriteEndObject();
        }

        // What a reference stands for, no editor knows.
        writer.WriteStartObject();
        writer.WriteString("type", "string");
        writer.WriteString("pattern", @"\$\{");
        writer.WriteEndObject();
        if (optional)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "null");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>The members of the schema of a name, which is text as it stands.</summary>
    internal void WriteNameSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type", Type);
        Constraints?.Invoke(writer);
    }

    private void WriteTypes(Utf8JsonWriter writer)
    {
        if (!AnyWord)
        {
            writer.WriteString("type", Type);
            return;
        }

        writer.WriteStartArray("type");
        writer.WriteStringValue("string");
        writer.WriteStringValue("number");
        writer.WriteStringValue("boolean");
        writer.WriteEndArray();
    }

    private string Noun => Type switch
    {
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        _ => "text",
    };
}
