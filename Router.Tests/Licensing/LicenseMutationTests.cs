// No change of a valid file leaves a valid file.
using System.Text;
using FluentAssertions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace Router.Tests.Licensing;

public sealed class LicenseMutationTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly Issuer Ours = new();
    private static readonly byte[] File = Ours.Sign(Issuer.Claims());

    [Fact]
    public void Every_byte_of_the_file_counts()
    {
        Ours.Verifier.License(File).Value.Should().NotBeNull();
        for (var at = 0; at < File.Length; at++)
        {
            // The lowest bit, a neighbour in the alphabet (stray bits of base64url), white space, and nothing at all.
            foreach (var value in new[] { File[at] ^ 1, Neighbour(File[at]), ' ', 0 })
            {
                if (value != File[at])
                {
                    var changed = (byte[])File.Clone();
                    changed[at] = (byte)value;
                    Ours.Verifier.License(changed).Value.Should().BeNull($"byte {at} was changed from {File[at]} to {value}");
                }
            }
        }
    }

    [Fact]
    public void A_file_that_is_cut_off_is_refused() => Enumerable.Range(0, File.Length - 1).Where(length => Ours.Verifier.License(File.AsSpan(0, length)).Value is not null)
        .Should().BeEmpty();

    [Property(MaxTest = 500)]
    public Property No_mutation_verifies() => Prop.ForAll(Mutations().ToArbitrary(), mutated =>
        Ours.Verifier.License(mutated).Value is null || mutated.AsSpan().SequenceEqual(File) || mutated.AsSpan().SequenceEqual(File.AsSpan()[..^1]));

    /// <summary>Bytes taken out, put in, repeated, moved or overwritten, one to three times over.</summary>
    private static Gen<byte[]> Mutations() =>
        from times in Gen.Choose(1, 3)
        from steps in Gen.ArrayOf(Step(), times)
        select steps.Aggregate(File, (file, step) => step(file));

    private static Gen<Func<byte[], byte[]>> Step() =>
        from kind in Gen.Choose(0, 3)
        from place in Gen.Choose(0, File.Length)
        from other in Gen.Choose(0, File.Length)
        from bytes in Gen.NonEmptyListOf(Gen.Elements(Encoding.ASCII.GetBytes(Alphabet + "\"{}:, \n\0")))
        select new Func<byte[], byte[]>(file => Mutate(file, kind, Math.Min(place, file.Length), Math.Min(other, file.Length), [.. bytes]));

    private static byte[] Mutate(byte[] file, int kind, int place, int other, byte[] bytes)
    {
        var (from, to) = (Math.Min(place, other), Math.Max(place, other));
        return kind switch
        {
            0 => [.. file[..from], .. file[to..]],
            1 => [.. file[..place], .. bytes, .. file[place..]],
            2 => [.. file[..to], .. file[from..to], .. file[to..]],
            _ => [.. file[..place], .. bytes, .. file[Math.Min(file.Length, place + bytes.Length)..]],
        };
    }

    private static int Neighbour(byte character) =>
        Alphabet.IndexOf((char)character) is >= 0 and var at ? Alphabet[at ^ 1] : character ^ 2;
}
