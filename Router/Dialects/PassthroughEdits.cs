// The edits that make a caller's body the provider's.
using System.Text.Encodings.Web;
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>The closed list of edits of a same-dialect route: the model's name, and what accounting needs.</summary>
internal static class PassthroughEdits
{
    /// <summary>The edits, sorted; none when the body can go on as it is.</summary>
    internal static JsonEdit[] Of(RequestHead head, ReadOnlySpan<byte> body, string upstreamModel)
    {
        var name = JsonEncodedText.Encode(upstreamModel, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes;
        var quoted = new byte[name.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        name.CopyTo(quoted.AsSpan(1));
        if (body.Slice(head.ModelStart, head.ModelLength).SequenceEqual(quoted))
        {
            return [.. head.FixedEdits];
        }

        JsonEdit[] edits = [new JsonEdit(head.ModelStart, head.ModelLength, quoted), .. head.FixedEdits];
        Array.Sort(edits, static (left, right) => left.Start != right.Start ? left.Start.CompareTo(right.Start) : left.Length.CompareTo(right.Length));
        return edits;
    }
}
