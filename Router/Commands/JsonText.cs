// One JSON object, for programs.
using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Router.Commands;

/// <summary>The machine-readable output of a command.</summary>
internal static class JsonText
{
    // The text goes to a terminal or a program, never into a page, so only what JSON itself needs is escaped.
    private static readonly JsonWriterOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Indented = OneLine with { Indented = true };

    /// <summary>Prints the members that <paramref name="members"/> writes: one indented object and a line end.</summary>
    internal static void Print(TextWriter output, Action<Utf8JsonWriter> members) => output.WriteLine(Text(Indented, members));

    /// <summary>The same on one line, without its end: of what is printed beside others, or by a process that goes on.</summary>
    internal static string Line(Action<Utf8JsonWriter> members) => Text(OneLine, members);

    private static string Text(JsonWriterOptions options, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
