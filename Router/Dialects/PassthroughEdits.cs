// The edits that make a caller's body the provider's.
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// The closed list of edits of a same-dialect route: the model's name, what accounting needs, reasoning that is another's, and thinking that
/// cannot go on without it.
/// </summary>
internal static class PassthroughEdits
{
    // By the configuration's own string, and gone with it.
    private static readonly ConditionalWeakTable<string, byte[]> Quoted = [];

    /// <summary>The edits, sorted; none when the body can go on as it is.</summary>
    /// <param name="others">Those besides the model's name, in any order.</param>
    internal static JsonEdit[] Of(RequestHead head, IReadOnlyList<JsonEdit> others, ReadOnlySpan<byte> body, string upstreamModel)
    {
        var quoted = Quoted.GetValue(upstreamModel, Quote);
        var isNamed = body.Slice(head.ModelStart, head.ModelLength).SequenceEqual(quoted);
        JsonEdit[] edits = isNamed ? [.. others] : [new JsonEdit(head.ModelStart, head.ModelLength, quoted), .. others];
        Array.Sort(edits, static (left, right) => left.Start != right.Start ? left.Start.CompareTo(right.Start) : left.Length.CompareTo(right.Length));
        return edits;
    }

    private static byte[] Quote(string text)
    {
        var inside = JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes;
        var quoted = new byte[inside.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        inside.CopyTo(quoted.AsSpan(1));
        return quoted;
    }
}
