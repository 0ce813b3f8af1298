// Executions of a fuzz, numbered, each with a generator of its own, so that one that fails or hangs can be run alone.
namespace Router.Tests.Fuzz;

/// <param name="corpus">Streams to damage; none for made-up ones alone.</param>
internal sealed class FuzzRun(IReadOnlyList<byte[]> corpus, int seed)
{
    private int _number;

    /// <summary>The execution that runs now.</summary>
    public int Number => Volatile.Read(ref _number);

    /// <summary>Runs so many; null when all held, else what the one at <see cref="Number"/> did not.</summary>
    public string? Run(int executions, CancellationToken cancellation)
    {
        for (; _number < executions; Volatile.Write(ref _number, _number + 1))
        {
            cancellation.ThrowIfCancellationRequested();
            var random = RandomOf(_number);
            var stream = StreamMutator.Next(corpus, random);
            if ((FramerCheck.Fault(stream, random) ?? DialectCheck.Fault(stream, random)) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>What an execution is given.</summary>
    public byte[] InputOf(int number) => StreamMutator.Next(corpus, RandomOf(number));

    private Random RandomOf(int number) => new(unchecked((seed * 1_000_003) ^ (number * 7919)));
}
