// What is damaged: recordings, or requests and answers of our own making.
using Router.Inference;
using Router.Tests.Conformance;
using Router.Tests.Laws;

namespace Router.Tests.Fuzz;

internal static class FuzzCorpus
{
    private static readonly (string Name, Dialect Dialect)[] Names =
    [
        ("openai-chat", Dialect.OpenAIChat), ("openai-responses", Dialect.OpenAIResponses), ("anthropic-messages", Dialect.AnthropicMessages),
    ];

    /// <summary>Small, made up after one seed, and in every dialect.</summary>
    public static IReadOnlyList<FuzzInput> Own()
    {
        var random = new Random(1);
        var inputs = new List<FuzzInput>();
        for (var left = 60; left > 0; left--)
        {
            var request = Made.Request(random);
            inputs.Add(new FuzzInput(FuzzKind.Request, request.Dialect, request.Body));
            var answer = Made.Answer(random);
            foreach (var dialect in Crossing.Dialects)
            {
                var context = Crossing.Context(Dialect.OpenAIResponses, dialect, new LossList());
                inputs.Add(new FuzzInput(FuzzKind.Stream, dialect, Crossing.WriteStream(context, answer.Play)));
                inputs.Add(new FuzzInput(FuzzKind.Answer, dialect, Crossing.WriteBody(context, answer.Play)));
            }
        }

        return inputs;
    }

    /// <summary>The requests and answers of a folder of recordings; beside it, those of its folder <c>requests</c>.</summary>
    /// <exception cref="IOException">The folder is not there.</exception>
    /// <exception cref="InvalidDataException">It holds something else.</exception>
    public static IReadOnlyList<FuzzInput> Of(string folder)
    {
        var inputs = new List<FuzzInput>();
        var recordings = RecordingFolder.Read(folder);
        foreach (var (name, dialect) in Names)
        {
            foreach (var recording in recordings.Where(one => one.Dialect == name))
            {
                inputs.Add(new FuzzInput(recording.Stream ? FuzzKind.Stream : FuzzKind.Answer, dialect, recording.Body));
                if (recording.Request is { } request)
                {
                    inputs.Add(new FuzzInput(FuzzKind.Request, dialect, request));
                }
            }

            var requests = Path.Combine(folder, "requests", name);
            if (Directory.Exists(requests))
            {
                inputs.AddRange(Directory.GetFiles(requests, "*.json").Order(StringComparer.Ordinal)
                    .Select(file => new FuzzInput(FuzzKind.Request, dialect, File.ReadAllBytes(file))));
            }
        }

        return inputs;
    }
}
