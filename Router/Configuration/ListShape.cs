// A list of things of one shape.
using System.Text.Json;

namespace Router.Configuration;

/// <summary>A sequence of <paramref name="item"/>, with at least <paramref name="least"/> of them.</summary>
internal sealed class ListShape(Shape item, int least = 0) : Shape
{
    /// <inheritdoc/>
    internal override void Check(ConfigNode node, string path, LoadContext context)
    {
        if (node is not ConfigNode.Sequence sequence)
        {
            if (!node.IsNull)
            {
                context.Problems.Add(node.Line, path, $"must be a list such as [a, b], not {node.Kind}");
            }

            return;
        }

        if (sequence.Items.Count < least)
        {
            context.Problems.Add(node.Line, path, $"needs at least {least}");
        }

        for (var i = 0; i < sequence.Items.Count; i++)
        {
            if (sequence.Items[i].IsNull)
            {
                context.Problems.Add(sequence.Items[i].Line, $"{path}[{i}]", "this item is empty");
            }
            else
            {
                item.Check(sequence.Items[i], $"{path}[{i}]", context);
            }
        }
    }

    /// <inheritdoc/>
    internal override void WriteSchema(Utf8JsonWriter writer, bool optional)
    {
        WriteType(writer, "array", optional);
        writer.WriteStartObject("items");
        item.WriteSchema(writer, optional: false);
        writer.WriteEndObject();
        if (least > 0)
        {
            writer.WriteNumber("minItems", least);
        }
    }
}
