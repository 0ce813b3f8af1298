// The input of a custom tool as the arguments of the function that stands for it.
using System.Buffers;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>What <see cref="ToolRestore"/> takes apart again on the way back.</summary>
internal static class CustomInput
{
    /// <summary>Writes <c>{"input": "…"}</c>.</summary>
    internal static void Write(JsonOutput json, ReadOnlySpan<byte> text, TextForm form)
    {
        json.BeginObject();
        json.Name("input"u8);
        if (form == TextForm.Escaped)
        {
            json.Escaped(text);
        }
        else
        {
            json.Plain(text);
        }

        json.EndObject();
    }

    /// <summary>The same where a dialect has arguments as text.</summary>
    internal static void Wrap(ToolInput input, IBufferWriter<byte> output) => Write(new JsonOutput(output), input.Utf8.Span, input.Form);
}
