// The input of a custom tool as the arguments of the function that stands for it.
using System.Buffers;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>What <see cref="ToolRestore"/> takes apart again on the way back.</summary>
internal static class CustomInput
{
    /// <summary>Writes <c>{"input": "…"}</c>.</summary>
    internal static void Wrap(ToolInput input, IBufferWriter<byte> output)
    {
        var json = new JsonOutput(output);
        json.BeginObject();
        json.Name("input"u8);
        if (input.Form == TextForm.Escaped)
        {
            json.Escaped(input.Utf8.Span);
        }
        else
        {
            json.Plain(input.Utf8.Span);
        }

        json.EndObject();
    }
}
