// One piece of an edited text: a slice of the original or a replacement.
using System.Buffers;

namespace Router.Wire;

/// <summary>A link of the sequence that <see cref="JsonEdits"/> builds.</summary>
internal sealed class EditSegment : ReadOnlySequenceSegment<byte>
{
    internal EditSegment(ReadOnlyMemory<byte> memory, EditSegment? previous)
    {
        Memory = memory;
        if (previous is not null)
        {
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }
}
