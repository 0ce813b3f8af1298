// The outermost members of a request's body, and the checks that all dialects share.
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// Checks only what the router itself relies on; whether the rest is right is for the provider to say, in its own words.
/// </summary>
internal readonly ref struct RequestMembers
{
    private readonly List<TopLevelMember> _members;

    private RequestMembers(ReadOnlySpan<byte> body, List<TopLevelMember> members)
    {
        Body = body;
        _members = members;
    }

    internal ReadOnlySpan<byte> Body { get; }

    /// <summary>In the order of the body.</summary>
    internal ReadOnlySpan<TopLevelMember> All => CollectionsMarshal.AsSpan(_members);

    /// <summary>The member of that name, a name of plain ASCII letters; null when the body does not have it.</summary>
    internal TopLevelMember? this[ReadOnlySpan<byte> name]
    {
        get
        {
            foreach (var member in All)
            {
                if (member.IsNamed(Body, name))
                {
                    return member;
                }
            }

            return null;
        }
    }

    /// <summary>Takes a member out of a body that has another, with the comma that would be too many.</summary>
    internal JsonEdit Without(TopLevelMember member)
    {
        var at = _members.IndexOf(member);
        var (start, end) = at > 0 ? (_members[at - 1].ValueEnd, member.ValueEnd) : (member.NameStart - 1, _members[1].NameStart - 1);
        return new JsonEdit(start, end - start, default);
    }

    /// <summary>Finds the members of <paramref name="body"/>; false with an error when it is not one whole JSON object.</summary>
    internal static bool TryScan(ReadOnlySpan<byte> body, out RequestMembers members, out RouterError? error)
    {
        var found = new List<TopLevelMember>(8);
        members = new RequestMembers(body, found);
        error = JsonDocumentScan.TryScan(body, found, out var fault) ? null : BodyFaults.Of(fault, body);
        return error is null;
    }

    /// <summary>The model's name, decoded; null with an error when there is none.</summary>
    internal string? ReadModel(TopLevelMember? member, ref RouterError? error)
    {
        if (member is { Kind: JsonTokenType.String } text)
        {
            if (HasOtherModel(text))
            {
                error = new RouterError(ErrorCode.DuplicateMember, "The member 'model' stands twice in the body, once in other letters.") { Param = "model" };
                return null;
            }

            var model = JsonText.Decode(text.ValueIn(Body)[1..^1]);
            if (model.Length > 0 && JsonText.IsWellFormed(model))
            {
                return model;
            }

            error = model.Length > 0 ? BodyFaults.Invalid("'model' is not well-formed text.", "model") : null;
        }
        else if (member is { Kind: not JsonTokenType.Null })
        {
            error = BodyFaults.Invalid("'model' must be a string.", "model");
        }

        error ??= new RouterError(ErrorCode.MissingModel, "The body names no model.") { Param = "model" };
        return null;
    }

    /// <summary>
    /// True for a body with, say, <c>Model</c> beside <c>model</c>: servers that take capitals for small letters read the one that comes last, which
    /// would be a model of the caller's choice.
    /// </summary>
    private bool HasOtherModel(in TopLevelMember model)
    {
        foreach (var member in All)
        {
            if (member.NameStart != model.NameStart && member.IsNamedInAnyCase(Body, "model"u8))
            {
                return true;
            }
        }

        return false;
    }

    internal static bool IsBooleanOrAbsent(TopLevelMember? member, string name, ref RouterError? error)
    {
        if (member is null or { Kind: JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null })
        {
            return true;
        }

        error = BodyFaults.Invalid($"'{name}' must be true or false.", name);
        return false;
    }

    internal static bool IsArray(TopLevelMember? member, string name, ref RouterError? error)
    {
        if (member is { Kind: JsonTokenType.StartArray })
        {
            return true;
        }

        error = BodyFaults.Invalid(member is null ? $"'{name}' is missing." : $"'{name}' must be an array.", name);
        return false;
    }

    /// <summary>
    /// A whole number; absent and null are null. 0 goes through, for the provider to refuse in its own words, and is no limit here
    /// because some read it as none.
    /// </summary>
    internal bool TryReadCount(TopLevelMember? member, string name, ref RouterError? error, out long? count)
    {
        count = null;
        if (member is null or { Kind: JsonTokenType.Null })
        {
            return true;
        }

        var value = member.Value.ValueIn(Body);
        if (member.Value.Kind == JsonTokenType.Number && Utf8Parser.TryParse(value, out long number, out var used)
            && used == value.Length && number >= 0)
        {
            count = number;
            return true;
        }

        error = BodyFaults.Invalid($"'{name}' must be a whole number of 0 or more.", name);
        return false;
    }

    /// <summary>True for an array with anything in it.</summary>
    internal bool HasElements(TopLevelMember? member) =>
        member is { Kind: JsonTokenType.StartArray } array && array.ValueIn(Body)[1..^1].IndexOfAnyExcept(" \t\r\n"u8) >= 0;

    /// <summary>The inside of a string, as written, at a path of member names below <paramref name="member"/>; empty when there is none.</summary>
    internal ReadOnlySpan<byte> TextAt(TopLevelMember? member, ReadOnlySpan<byte> outer, ReadOnlySpan<byte> inner = default)
    {
        if (member is not { Kind: JsonTokenType.StartObject } value)
        {
            return default;
        }

        var reader = new JsonReader(value.ValueIn(Body));
        reader.Read();
        return Descend(ref reader, outer) && (inner.IsEmpty || (reader.TokenType == JsonTokenType.StartObject && Descend(ref reader, inner)))
            && reader.TokenType == JsonTokenType.String
            ? reader.ValueSpan
            : default;
    }

    /// <summary>To the last of this name, which is the one that services take, and translation too.</summary>
    private static bool Descend(ref JsonReader reader, ReadOnlySpan<byte> name)
    {
        JsonReader found = default;
        var isFound = false;
        while (reader.NextMember())
        {
            var isWanted = reader.Is(name);
            reader.Read();
            if (isWanted)
            {
                found = reader;
                isFound = true;
            }

            reader.Skip();
        }

        reader = found;
        return isFound;
    }
}
