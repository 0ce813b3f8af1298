// Answers POST /v1/embeddings with small vectors made from the text.
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Router.Simulator;

internal static class Embeddings
{
    private const int DefaultDimensions = 8;
    private const int MostDimensions = 4096;
    private const int MostInputs = 2048;

    /// <summary>Checks the request; null when it is good.</summary>
    internal static SimulatedError? Check(JsonElement body)
    {
        if (body.MemberText("model") is not { Length: > 0 })
        {
            return SimulatedError.Bad("you must provide a model parameter", "model");
        }

        if (!body.Member("input").IsPresent() || Inputs(body).Count == 0)
        {
            return SimulatedError.Bad("Missing required parameter: 'input'.", "input", "missing_required_parameter");
        }

        if (Inputs(body).Count > MostInputs)
        {
            return SimulatedError.Bad($"'input' takes at most {MostInputs} texts.", "input", "invalid_value");
        }

        return body.MemberCount("dimensions") is < 1 or > MostDimensions
            ? SimulatedError.Bad($"'dimensions' must lie between 1 and {MostDimensions}.", "dimensions", "invalid_value")
            : null;
    }

    internal static void Write(Utf8JsonWriter json, JsonElement body)
    {
        var inputs = Inputs(body);
        var dimensions = body.MemberCount("dimensions") ?? DefaultDimensions;
        var inBase64 = body.MemberText("encoding_format") == "base64";
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        for (var index = 0; index < inputs.Count; index++)
        {
            json.WriteStartObject();
            json.WriteString("object", "embedding");
            json.WriteNumber("index", index);
            json.WritePropertyName("embedding");
            WriteVector(json, Vector(inputs[index].Text, dimensions), inBase64);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("model", body.MemberText("model"));
        var tokens = inputs.Sum(input => input.Tokens);
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", tokens);
        json.WriteNumber("total_tokens", tokens);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>A text, texts, a list of tokens, or lists of tokens.</summary>
    private static List<(string Text, int Tokens)> Inputs(JsonElement body)
    {
        var input = body.Member("input");
        var isOne = input.ValueKind == JsonValueKind.String || input.Items().Any(item => item.ValueKind == JsonValueKind.Number);
        IEnumerable<JsonElement> items = isOne ? [input] : input.Items();
        return [.. items.Select(item => item.AsText() is { } text
            ? (text, TokenEstimate.Text(text))
            : (item.GetRawText(), item.ValueKind == JsonValueKind.Array ? item.GetArrayLength() : 1))];
    }

    /// <summary>A unit vector; equal texts have equal vectors.</summary>
    private static float[] Vector(string text, int dimensions)
    {
        var vector = new float[dimensions];
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var squares = 0.0;
        for (var index = 0; index < dimensions; index++)
        {
            if (index % 16 == 0)
            {
                SHA256.HashData(index == 0 ? bytes : hash, hash);
            }

            vector[index] = (BinaryPrimitives.ReadInt16LittleEndian(hash[(index % 16 * 2)..]) + 0.5f) / 32768f;
            squares += vector[index] * vector[index];
        }

        var length = (float)Math.Sqrt(squares);
        for (var index = 0; index < dimensions; index++)
        {
            vector[index] /= length;
        }

        return vector;
    }

    private static void WriteVector(Utf8JsonWriter json, float[] vector, bool inBase64)
    {
        if (inBase64)
        {
            var bytes = new byte[vector.Length * sizeof(float)];
            for (var index = 0; index < vector.Length; index++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(index * sizeof(float)), vector[index]);
            }

            json.WriteBase64StringValue(bytes);
            return;
        }

        json.WriteStartArray();
        foreach (var number in vector)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
