// A JSON number as it was written.
using System.Globalization;

namespace Router.Inference;

/// <summary>Carried as text (<c>1.0</c> stays <c>1.0</c>); read as a value only to compare it with a bound.</summary>
internal readonly record struct RawNumber(ReadOnlyMemory<byte> Utf8)
{
    /// <inheritdoc cref="Utf8"/>
    internal ReadOnlySpan<byte> Span => Utf8.Span;

    /// <summary>The value; false when it is beyond what a decimal can hold, and so beyond every bound there is.</summary>
    internal bool TryGetValue(out decimal value) =>
        decimal.TryParse(Utf8.Span, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    /// <summary>True when the value equals <paramref name="expected"/>, however it is written.</summary>
    internal bool Is(decimal expected) => TryGetValue(out var value) && value == expected;

    /// <summary>True when the value lies between the bounds, both included.</summary>
    internal bool IsWithin(decimal least, decimal most) => TryGetValue(out var value) && value >= least && value <= most;
}
