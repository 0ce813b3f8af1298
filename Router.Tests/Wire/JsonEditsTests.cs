// Edits change the spans they name and nothing else.
using System.Buffers;
using System.Text;
using FluentAssertions;
using FsCheck.Xunit;
using Router.Wire;
using Xunit;

namespace Router.Tests.Wire;

public sealed class JsonEditsTests
{
    [Property(MaxTest = 500)]
    public void The_result_is_the_original_with_the_spans_replaced(byte[] original, byte[] steps)
    {
        original ??= [];
        var edits = new List<JsonEdit>();
        var expected = new List<byte>();
        var position = 0;
        foreach (var step in steps ?? [])
        {
            var start = position + (step % 5);
            var length = step / 5 % 4;
            if (start + length > original.Length)
            {
                break;
            }

            var replacement = Encoding.ASCII.GetBytes(new string('#', step / 20 % 4));
            edits.Add(new JsonEdit(start, length, replacement));
            expected.AddRange(original[position..start]);
            expected.AddRange(replacement);
            position = start + length;
        }

        expected.AddRange(original[position..]);
        JsonEdits.Apply(original, edits.ToArray()).ToArray().Should().Equal(expected);
    }

    [Fact]
    public void Nothing_is_copied()
    {
        var original = "abcdef"u8.ToArray();
        var result = JsonEdits.Apply(original, [new JsonEdit(2, 1, "X"u8.ToArray())]);
        original[0] = (byte)'Z';
        Encoding.ASCII.GetString(result.ToArray()).Should().Be("ZbXdef");
        JsonEdits.Apply(original, []).IsSingleSegment.Should().BeTrue();
    }

    [Theory]
    [InlineData(3, 1, 1, 1)]
    [InlineData(1, 3, 2, 1)]
    [InlineData(0, 1, 5, 2)]
    [InlineData(0, 1, 7, 0)]
    [InlineData(0, 1, 2, -1)]
    public void Edits_that_overlap_are_unsorted_or_leave_the_text_are_refused(int start1, int length1, int start2, int length2)
    {
        var apply = () => JsonEdits.Apply("abcdef"u8.ToArray(), [new JsonEdit(start1, length1, default), new JsonEdit(start2, length2, default)]);
        apply.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Everything_may_be_deleted_or_inserted()
    {
        JsonEdits.Apply("abc"u8.ToArray(), [new JsonEdit(0, 3, default)]).IsEmpty.Should().BeTrue();
        JsonEdits.Apply(default, [new JsonEdit(0, 0, "x"u8.ToArray())]).ToArray().Should().Equal("x"u8.ToArray());
    }
}
