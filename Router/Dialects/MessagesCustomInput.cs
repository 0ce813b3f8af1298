// The text of a free-form tool as the input of a function.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Messages has no free-form tools: the text is the one field <c>input</c> of an object.</summary>
internal static class MessagesCustomInput
{
    /// <summary>The schema of such a function.</summary>
    internal static ReadOnlySpan<byte> Schema => """{"type":"object","properties":{"input":{"type":"string"}},"required":["input"]}"""u8;

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
}
