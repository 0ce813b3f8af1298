// Gathers the ids under which a provider keeps an answer and what came of it.
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// Filled by <see cref="ResponsesCreatedIds"/> and <see cref="MessagesCreatedIds"/>, from one body or from the events of one stream. An
/// id that comes again counts once. Nothing is allocated until there is one.
/// </summary>
internal struct CreatedIds
{
    private HashSet<StoredId>? _ids;
    private bool _isNotKept;

    /// <summary>What was found so far.</summary>
    internal readonly IReadOnlyCollection<StoredId> All => _ids ?? (IReadOnlyCollection<StoredId>)[];

    /// <summary>Takes the value that the reader stands on, unless it is no text, and leaves the reader at its end.</summary>
    internal void Add(StoredIdKind kind, ref JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String && !reader.ValueSpan.IsEmpty)
        {
            Add(new StoredId(kind, JsonText.Decode(reader.ValueSpan)));
        }

        reader.Skip();
    }

    /// <summary>Takes what another found.</summary>
    internal void Add(in CreatedIds others)
    {
        foreach (var id in others.All)
        {
            Add(id);
        }
    }

    /// <summary>Takes one member of the object that the reader stands on, if it is one.</summary>
    internal void AddMember(StoredIdKind kind, ref JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return;
        }

        while (reader.NextMember())
        {
            var isId = reader.Is(name);
            reader.Read();
            if (isId)
            {
                Add(kind, ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    /// <summary>The answer itself is not kept (<c>store: false</c>): its id and those of its items name nothing.</summary>
    internal void AnswerIsNotKept()
    {
        _isNotKept = true;
        _ids?.RemoveWhere(static id => IsOfAnswer(id.Kind));
    }

    /// <summary>True for an id that a provider knows only while it keeps the answer.</summary>
    internal static bool IsOfAnswer(StoredIdKind kind) => kind is StoredIdKind.Response or StoredIdKind.Item;

    private void Add(StoredId id)
    {
        // The answer's own id may come last, and one place is kept for it.
        var most = StoredId.MostOfOneAnswer - (id.Kind == StoredIdKind.Response ? 0 : 1);
        if (id.Value.Length <= StoredId.MostCharacters && !(_isNotKept && IsOfAnswer(id.Kind)) && (_ids?.Count ?? 0) < most)
        {
            (_ids ??= []).Add(id);
        }
    }
}
