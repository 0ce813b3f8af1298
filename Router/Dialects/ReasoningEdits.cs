// Finds the reasoning in a caller's body that cannot go on to a provider of the caller's own dialect.
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// A token that this router sealed stands for reasoning of another dialect (mapping 2.6), which a provider of the caller's own cannot have
/// made: it is left out. After a provider rejected what it got, all reasoning is. A message that was nothing else goes with it.
/// </summary>
internal static class ReasoningEdits
{
    private static ReadOnlySpan<byte> SealMark => "rtr1."u8;

    /// <summary>The edits, sorted, that take sealed reasoning out of <c>messages</c> or <c>input</c>; none for nearly every body.</summary>
    internal static IReadOnlyList<JsonEdit> Sealed(ReadOnlySpan<byte> body, TopLevelMember? turns) =>
        turns is { } list && list.ValueIn(body).IndexOf(SealMark) >= 0 ? Of(body, list, all: false) : [];

    /// <summary>The edits, sorted, that take all reasoning out of a body that was read before.</summary>
    internal static IReadOnlyList<JsonEdit> All(ReadOnlySpan<byte> body)
    {
        var members = new List<TopLevelMember>(8);
        JsonDocumentScan.TryScan(body, members, out _);
        foreach (var member in members)
        {
            if (member.IsNamed(body, "messages"u8) || member.IsNamed(body, "input"u8))
            {
                return Of(body, member, all: true);
            }
        }

        return [];
    }

    /// <summary>The edits, sorted, that take the clearing of thinking out of <c>context_management</c>.</summary>
    internal static IReadOnlyList<JsonEdit> Clearing(ReadOnlySpan<byte> body, TopLevelMember management)
    {
        var edits = new List<JsonEdit>();
        var reader = new JsonReader(management.ValueIn(body));
        if (!reader.Read() || !reader.Enter(JsonTokenType.StartObject))
        {
            return edits;
        }

        while (reader.NextMember())
        {
            var isList = reader.Is("edits"u8);
            reader.Read();
            if (isList && reader.TokenType == JsonTokenType.StartArray)
            {
                Walk(ref reader, management.ValueStart, all: true, edits);
            }
            else
            {
                reader.Skip();
            }
        }

        return edits;
    }

    private static List<JsonEdit> Of(ReadOnlySpan<byte> body, TopLevelMember turns, bool all)
    {
        var edits = new List<JsonEdit>();
        if (turns.Kind == JsonTokenType.StartArray)
        {
            var reader = new JsonReader(turns.ValueIn(body));
            reader.Read();
            Walk(ref reader, turns.ValueStart, all, edits);
        }

        return edits;
    }

    /// <summary>Goes through an array and takes elements out of it; false when none is left of some.</summary>
    private static bool Walk(ref JsonReader reader, int origin, bool all, List<JsonEdit> edits)
    {
        var list = new ArrayCuts(edits);
        while (reader.NextElement())
        {
            var start = origin + reader.TokenStart;
            var before = edits.Count;
            var goes = ReadElement(ref reader, origin, all, edits);
            if (goes)
            {
                // What was to be taken out of it goes with it.
                edits.RemoveRange(before, edits.Count - before);
            }

            list.Add(start, origin + reader.Position, goes);
        }

        list.Complete();
        return list.HasKept || !list.HasCut;
    }

    /// <summary>Reads one item, message or content block to its end; true when it goes.</summary>
    private static bool ReadElement(ref JsonReader reader, int origin, bool all, List<JsonEdit> edits)
    {
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return false;
        }

        bool isReasoning = false, isSealed = false, isEmptied = false;
        while (reader.NextMember())
        {
            if (reader.Is("type"u8))
            {
                reader.Read();
                isReasoning = reader.TokenType == JsonTokenType.String
                    && (reader.Is("reasoning"u8) || reader.Is("thinking"u8) || reader.Is("redacted_thinking"u8)
                        || reader.ValueSpan.StartsWith("clear_thinking_"u8));
            }
            else if (reader.Is("signature"u8) || reader.Is("data"u8) || reader.Is("encrypted_content"u8))
            {
                reader.Read();
                isSealed |= reader.TokenType == JsonTokenType.String && reader.ValueSpan.StartsWith(SealMark);
            }
            else if (reader.Is("content"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartArray)
                {
                    isEmptied = !Walk(ref reader, origin, all, edits);
                    continue;
                }
            }
            else
            {
                reader.Read();
            }

            reader.Skip();
        }

        return isEmptied || (isReasoning && (all || isSealed));
    }

    /// <summary>Cuts elements out of one array together with the commas that they leave too many.</summary>
    private ref struct ArrayCuts(List<JsonEdit> edits)
    {
        private int _lastKeptEnd = -1;
        private int _cutStart = -1;
        private int _cutEnd;

        internal bool HasKept { get; private set; }

        internal bool HasCut { get; private set; }

        internal void Add(int start, int end, bool goes)
        {
            if (!goes)
            {
                // Those before it go up to where it begins, their commas included.
                CutTo(start);
                (HasKept, _lastKeptEnd) = (true, end);
                return;
            }

            HasCut = true;
            _cutStart = _cutStart < 0 ? start : _cutStart;
            _cutEnd = end;
        }

        /// <summary>The last ones go with the comma before them.</summary>
        internal void Complete()
        {
            if (_cutStart >= 0 && HasKept)
            {
                _cutStart = _lastKeptEnd;
            }

            CutTo(_cutEnd);
        }

        private void CutTo(int end)
        {
            if (_cutStart >= 0)
            {
                Insert(new JsonEdit(_cutStart, end - _cutStart, default));
                _cutStart = -1;
            }
        }

        /// <summary>An edit within the element that comes next stands in the list already.</summary>
        private readonly void Insert(JsonEdit edit)
        {
            var at = edits.Count;
            while (at > 0 && edits[at - 1].Start > edit.Start)
            {
                at--;
            }

            edits.Insert(at, edit);
        }
    }
}
