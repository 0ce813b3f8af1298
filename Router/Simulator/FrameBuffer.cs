// Builds SSE frames one after another in one buffer.
using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Router.Simulator;

internal sealed class FrameBuffer : IDisposable
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1024);
    private readonly Utf8JsonWriter _json;

    internal FrameBuffer() => _json = new Utf8JsonWriter(_bytes, JsonText.Options);

    /// <summary>Begins a frame, named when the dialect names its events; the answer takes the frame's JSON.</summary>
    internal Utf8JsonWriter Begin(string? name)
    {
        _bytes.ResetWrittenCount();
        if (name is not null)
        {
            _bytes.Write("event: "u8);
            Encoding.UTF8.GetBytes(name, _bytes);
            _bytes.Write("\n"u8);
        }

        _bytes.Write("data: "u8);
        _json.Reset(_bytes);
        return _json;
    }

    /// <summary>The JSON of the frame begun last.</summary>
    internal Utf8JsonWriter Json => _json;

    /// <summary>Ends the frame begun last.</summary>
    internal Frame End(FrameKind kind)
    {
        _json.Flush();
        _bytes.Write("\n\n"u8);
        return new Frame(kind, _bytes.WrittenMemory);
    }

    public void Dispose() => _json.Dispose();
}
