// JSON text and bytes from a callback, with characters left readable as real services send them.
using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Router.Simulator;

internal static class JsonText
{
    internal static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static ReadOnlyMemory<byte> Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            write(json);
        }

        return buffer.WrittenMemory;
    }

    internal static string Write(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(Bytes(write).Span);

    /// <summary>Writes a member as the caller sent it, or what <paramref name="absent"/> writes.</summary>
    internal static void Echo(this Utf8JsonWriter json, string name, JsonElement body, Action<Utf8JsonWriter> absent)
    {
        json.WritePropertyName(name);
        var value = body.Member(name);
        if (value.IsPresent())
        {
            value.WriteTo(json);
        }
        else
        {
            absent(json);
        }
    }
}
